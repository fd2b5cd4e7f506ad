package safekit.core.mirror;

import safekit.core.message.Message;

/**
 * A secondary that fails, because its disk is full or broken, tries again after a pause. The pause
 * doubles while it goes on failing, from an eighth of {@code timeout} to twice as long as that; it
 * is short again after the node has been SECOND for the longest pause.
 */
final class Patience {
    private static final int FIRST_PART = 8;
    private static final int DOUBLINGS = 4;
    private static final long SECOND = 1_000_000_000L;

    private Patience() {}

    /** It failed: no reintegration begins before the pause is over. */
    static void failed(Move move, String why) {
        MirrorState s = move.s;
        long pause = (s.settings.timeoutNanos() / FIRST_PART) << s.failures;
        s.failures = Math.min(s.failures + 1, DOUBLINGS);
        s.receivesFrom = s.running + pause;
        long seconds = (pause + SECOND - 1) / SECOND;
        move.log(
                Message.PRINT_EVENT
                        .line(why + "; tries again in " + seconds + " s")
                        .from("reintegre"));
        move.resource("rfs.reintegre_failed", "true", "reintegre");
    }

    /** Whether a reintegration may begin. */
    static boolean over(MirrorState s) {
        return s.running >= s.receivesFrom;
    }

    /** The node is SECOND: it has to last before the failures are forgotten. */
    static void granted(Move move) {
        MirrorState s = move.s;
        s.receivesFrom = s.running + ((s.settings.timeoutNanos() / FIRST_PART) << DOUBLINGS);
        move.resource("rfs.reintegre_failed", "false", "reintegre");
    }

    /** Called in each turn of a secondary. */
    static void lasts(MirrorState s) {
        if (over(s)) {
            s.failures = 0;
        }
    }
}
