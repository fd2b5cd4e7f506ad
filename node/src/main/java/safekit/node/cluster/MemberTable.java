package safekit.node.cluster;

import java.util.List;

/** What one node tells of itself: the part of the global module table that is its own. */
public record MemberTable(ClusterCommands.Confinfo confinfo, List<Module> modules) {
    public MemberTable {
        modules = List.copyOf(modules);
    }

    /**
     * A module with an active configuration.
     *
     * @param mode mirror, farm or light
     * @param date of the last configuration, epoch seconds
     * @param signature of the last configuration
     */
    public record Module(String name, String mode, int id, long date, String signature) {}
}
