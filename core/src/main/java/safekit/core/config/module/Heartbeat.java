package safekit.core.config.module;

import java.time.Duration;
import safekit.core.config.xml.Source;

/**
 * One heartbeat channel (spec 02 section 5); its resource is {@code heartbeat.<ident>}. Pulse and
 * timeout are those of {@code <heart>} unless the channel has its own.
 */
public record Heartbeat(
        LanReference lan, String ident, Duration pulse, Duration timeout, Source source) {

    /** The reserved ident of the replication network. */
    public static final String FLOW = "flow";

    /** True when replication uses the network of this channel. */
    public boolean isFlow() {
        return ident.equals(FLOW);
    }
}
