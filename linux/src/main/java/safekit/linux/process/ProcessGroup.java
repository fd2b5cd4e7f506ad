package safekit.linux.process;

import safekit.linux.sys.CallFailed;
import safekit.linux.sys.ColdCall;

/** Signals to all processes of a group, by the number of its leader. */
final class ProcessGroup {
    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;
    private static final int ESRCH = 3;
    private static final int ONLY_ASK = 0;
    private static final ColdCall KILL = ColdCall.of("kill", 2);

    private ProcessGroup() {}

    /** Returns false when there is no such group. */
    static boolean terminate(long leader) {
        return signal(leader, SIGTERM);
    }

    static void kill(long leader) {
        signal(leader, SIGKILL);
    }

    /** Whether a process of the group is left, be it a zombie. */
    static boolean alive(long leader) {
        return signal(leader, ONLY_ASK);
    }

    private static boolean signal(long leader, int signal) {
        if (leader <= 1) {
            throw new IllegalArgumentException("no process group of a script: " + leader);
        }
        try {
            KILL.run(-leader, signal);
            return true;
        } catch (CallFailed failed) {
            if (failed.errno() == ESRCH) {
                return false;
            }
            throw new IllegalStateException("signal to group " + leader, failed);
        }
    }
}
