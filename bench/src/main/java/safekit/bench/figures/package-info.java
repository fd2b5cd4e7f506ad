/**
 * What was measured and how it is shown.
 *
 * <p>A {@link Figure} is a name, its raw samples and those of its baseline; {@link Percentile}
 * makes one number of many; {@link Report} prints a line per figure and keeps the samples in a CSV
 * file.
 *
 * <p>Invariant: a printed number comes from samples that are in the file.
 */
package safekit.bench.figures;
