package safekit.core.config.module;

import safekit.core.config.IpAddress;

/** An address that an interface of this node has. */
public record LocalAddress(String interfaceName, IpAddress address, int prefixLength) {}
