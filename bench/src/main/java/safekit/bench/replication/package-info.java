/**
 * What replication costs an application while nothing fails.
 *
 * <p>{@link JobRuns} does the jobs of {@code safekit.bench.job} on the targets of a {@link Bed}:
 * all of them exist at the same time, each a {@link Target}. {@link Mirror} is a module of ours,
 * {@link Passthrough} and {@link Untracked} are file systems without a secondary. {@link Measured}
 * makes the comparisons, {@link Peaks} reads the memory of module processes.
 */
package safekit.bench.replication;
