package safekit.core.failover;

/**
 * Counter of restart, stopstart and wait actions that nobody ordered by hand (spec 06 section 7).
 * It survives the automatic start of a stopstart and a restart of the process (OPEN 06-14), so the
 * node keeps it on disk. Times are Unix epoch seconds; a clock set back begins a new window.
 *
 * @param initEpochSeconds begin of the window, the value of {@code heart.stopstartloop}
 * @param count counted actions in the window
 * @param lastEpochSeconds time of the last counted action
 */
public record LoopCounter(long initEpochSeconds, int count, long lastEpochSeconds) {
    /** What a counted action turns into. */
    public enum Outcome {
        /** Execute it. */
        PROCEED,
        /** {@code Action stop called by maxloop}; {@code incloop} exits 1. */
        STOP_BY_MAXLOOP,
        /** Reboot the server instead of a stopstart. */
        REBOOT
    }

    /** The counter after an action, and what becomes of the action. */
    public record Counted(LoopCounter counter, Outcome outcome) {}

    /** A new window: {@code resetloop}, or any administrator's action without identity. */
    public static LoopCounter startedAt(long nowEpochSeconds) {
        return new LoopCounter(nowEpochSeconds, 0, nowEpochSeconds);
    }

    /** One more detection, as {@code safekit incloop} does (OPEN 06-13). */
    public Counted increment(long nowEpochSeconds, LoopLimit limit) {
        if (!limit.counts()) {
            return new Counted(this, Outcome.PROCEED);
        }
        var window =
                limit.within(nowEpochSeconds - initEpochSeconds)
                        ? this
                        : startedAt(nowEpochSeconds);
        var next = new LoopCounter(window.initEpochSeconds, window.count + 1, nowEpochSeconds);
        return new Counted(next, next.exceeds(limit) ? Outcome.STOP_BY_MAXLOOP : Outcome.PROCEED);
    }

    /**
     * An action of errd, a checker, a failover rule or a command with identity. Actions that do not
     * count proceed; {@code automatic_reboot} concerns no others (OPEN 06-15).
     */
    public Counted detect(RuleAction action, long nowEpochSeconds, LoopLimit limit) {
        if (!action.counted()) {
            return new Counted(this, Outcome.PROCEED);
        }
        var counted = increment(nowEpochSeconds, limit);
        return counted.outcome() == Outcome.PROCEED
                        && action == RuleAction.stopstart
                        && limit.automaticReboot()
                ? new Counted(counted.counter(), Outcome.REBOOT)
                : counted;
    }

    /** Whether {@code safekit checkloop} exits 1: limit reached, last increment in the window. */
    public boolean limitReached(long nowEpochSeconds, LoopLimit limit) {
        return limit.counts() && exceeds(limit) && limit.within(nowEpochSeconds - lastEpochSeconds);
    }

    private boolean exceeds(LoopLimit limit) {
        return count > limit.maxloop();
    }
}
