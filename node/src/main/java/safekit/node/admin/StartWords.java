package safekit.node.admin;

import java.util.List;
import safekit.node.home.ModuleHome;

/** The command line of a module process, as {@code safekit.node.module.Main} reads it. */
record StartWords(
        ModuleHome module,
        int id,
        String nodeName,
        long incarnation,
        StandIn.Handover handover,
        boolean failover,
        StartOrder order) {

    List<String> list() {
        return List.of(
                module.home().safe().toString(),
                module.home().var().toString(),
                module.name(),
                "incarnation=" + incarnation,
                "receiver=" + (handover.diedAsPrimary() ? 1 : 0),
                "reserved=" + handover.reservedNanos(),
                "failover=" + (failover ? "on" : "off"),
                "command=" + order.command(),
                "fullsync=" + (order.fullsync() ? 1 : 0),
                "author=" + order.author(),
                "counted=" + (order.equals(StartOrder.automatic()) ? 1 : 0),
                "since=" + order.since(),
                "id=" + id,
                "node=" + nodeName);
    }
}
