/**
 * What a resynchronisation costs: {@link Resyncs} brings it about in each way on a {@link Field},
 * which has the module and its data; {@link Amounts} says how much there is. {@link Wire} counts
 * bytes on the lan, {@link Stopwatch} reads dates of the module's log.
 */
package safekit.bench.resync;
