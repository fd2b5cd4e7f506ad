package safekit.core.failover;

import java.time.Duration;

/**
 * How many counted actions a module may take (spec 02 section 4, spec 06 section 7).
 *
 * @param maxloop tolerated number; the next one stops the module
 * @param interval window of the count; zero switches the counter off
 * @param automaticReboot a counted stopstart reboots the server instead
 */
public record LoopLimit(int maxloop, Duration interval, boolean automaticReboot) {
    boolean counts() {
        return !interval.isZero();
    }

    boolean within(long seconds) {
        return seconds >= 0 && seconds <= interval.toSeconds();
    }
}
