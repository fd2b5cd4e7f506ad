package safekit.core.config.module;

import safekit.core.config.HostAddress;
import safekit.core.config.xml.Source;

/**
 * A server that syntax from before 7.2 lists by address (spec 02 section 9); only a farm names it.
 */
public record LegacyServer(String name, HostAddress address, Source source) {}
