package safekit.node.module;

import java.lang.invoke.MethodHandle;
import safekit.core.base.Check;
import safekit.linux.sys.Native;

/** The process group that {@code setsid} made of a script and its children. */
final class ProcessGroup {
    private static final long SIGKILL = 9;
    private static final MethodHandle KILL = Native.function("kill", 2);

    private ProcessGroup() {}

    /** Kills all of it; a group that is gone already is no error. */
    static void kill(long leader) {
        Check.that(leader > 1, "a process group has a leader");
        try {
            long unused = (long) KILL.invokeExact(Native.capture(), -leader, SIGKILL);
        } catch (Throwable e) {
            throw new Check.BrokenInvariant("kill: " + e);
        }
    }
}
