package safekit.bench.takeover;

/**
 * One change of roles as it was measured; milliseconds.
 *
 * @param outage from the last good answer to the first of the new primary; the configured timeout
 *     is subtracted where silence is what reveals the failure
 * @param scripts how long the application's own scripts ran for it
 * @param beforeStart what we took until start_prim began on the new primary: since the end of
 *     stop_prim, since the crash, or since the last good answer and the configured timeout
 * @param resolution the longest time without a request of the client during the outage
 */
record Takeover(double outage, double scripts, double beforeStart, double resolution) {}
