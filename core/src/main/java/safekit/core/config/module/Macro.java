package safekit.core.config.module;

import safekit.core.config.xml.Source;

/** A {@code <macro>} with its value after expansion of earlier ones (spec 02 section 3). */
public record Macro(String name, String value, Source source) {}
