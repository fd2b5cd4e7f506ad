package safekit.core.config.module;

import safekit.core.base.Check;

/** The ports that derive from the module id (spec 00 section 5). */
public final class ModulePorts {
    private ModulePorts() {}

    /** UDP port of all heartbeats of a mirror. */
    public static int heartbeat(int moduleId) {
        return port(8888, 1, moduleId);
    }

    /** TCP port of the replication flow; four are reserved per module. */
    public static int replication(int moduleId) {
        return port(5600, 4, moduleId);
    }

    /** UDP port of the farm's membership; three are reserved per module. */
    public static int farm(int moduleId) {
        return port(4803, 3, moduleId);
    }

    private static int port(int first, int step, int moduleId) {
        Check.that(moduleId >= 1 && moduleId <= 10_000, "a module id is between 1 and 10000");
        return first + (moduleId - 1) * step;
    }
}
