package safekit.core.mirror;

import safekit.core.script.Action;

/**
 * The machine's own running time, which stands still while the process or its host is paused, and
 * what a long pause takes away (docs/generations.md R0b, R0c).
 */
final class OwnTime {
    private OwnTime() {}

    /** Counts the time since the last step. */
    static void passed(Move move, long now) {
        MirrorState s = move.s;
        long gap = Math.max(0, now - s.turnedAt);
        s.turnedAt = Math.max(now, s.turnedAt);
        long counted = Math.min(gap, s.settings.pauseNanos());
        s.running += counted;
        long pause = gap - counted;
        if (pause >= s.settings.timeoutNanos() - s.settings.pauseNanos()) {
            paused(move, pause);
        }
    }

    private static void paused(Move move, long pause) {
        MirrorState s = move.s;
        move.because("this process was paused for " + pause / 1_000_000 + " ms");
        if (s.grant && s.settings.obeys(SafetyRule.PAUSED_SECONDARY_VOID)) {
            s.grant = false;
            s.accepted = false;
            move.because("the right to take over is void");
        }
        boolean paired =
                s.phase == Phase.PRIMARY || s.phase == Phase.LEAVING || s.phase == Phase.HANDING;
        if (paired && s.settings.obeys(SafetyRule.PAUSED_PRIMARY_ASKS)) {
            s.lostRight = true;
            s.frozen = true;
            move.forgetPending();
            move.askAfresh();
            move.because("the peer may have gone on: it is asked first");
        }
        if (s.phase == Phase.TAKING) {
            LeaveRules.restart(move, "the decision is older than the pause", Action.stopwait);
        } else if (s.phase == Phase.RISING && !s.administrator) {
            StartRules.askAgain(move, "the decision is older than the pause");
        }
    }
}
