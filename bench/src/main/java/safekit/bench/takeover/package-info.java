/**
 * How long nobody serves when the roles change.
 *
 * <p>{@link Takeovers} brings one about in each way and measures it, a {@link Takeover}. The {@link
 * Prober} is the client: it asks the service through the virtual address all the time; {@link
 * Answers} finds the outage in what came back. {@link ScriptTimes} knows when the application's own
 * scripts ran, so that their time can be told from ours.
 *
 * <p>All moments are {@link Moment}s: the hosts of a lab have the clock of this machine. While a
 * takeover goes on nothing else is run, because commands would take the processor from it.
 */
package safekit.bench.takeover;
