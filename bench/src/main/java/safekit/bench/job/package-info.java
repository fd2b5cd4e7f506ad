/**
 * What applications do, as programs that run inside a host of the lab: {@link Turns} does one
 * {@link Job} in several directories by turns and prints what it measured. A {@link Scale} says how
 * much.
 *
 * <p>Java itself costs the plain directory as much as the others: some microseconds of each system
 * call. The latencies are those of write and fsync together, as the application sees them.
 */
package safekit.bench.job;
