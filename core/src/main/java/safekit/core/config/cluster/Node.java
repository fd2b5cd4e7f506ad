package safekit.core.config.cluster;

import org.jspecify.annotations.Nullable;
import safekit.core.config.HostAddress;
import safekit.core.config.xml.Source;

/**
 * A node on one lan (spec 01 section 1): peers reach it at {@code address}; {@code localAddress} is
 * the address of its own interface when that differs (NAT).
 */
public record Node(
        String name, HostAddress address, @Nullable HostAddress localAddress, Source source) {

    /** Where the node itself binds and by what it recognises itself. */
    public HostAddress ownAddress() {
        return localAddress == null ? address : localAddress;
    }
}
