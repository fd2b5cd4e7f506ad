/**
 * Quarantines of one module on its node: what a reintegration overwrote of a split brain's loser
 * (docs/generations.md section 3, decision 017).
 *
 * <p>Invariants: what is kept is on the disk, and named by the manifest, before it is overwritten;
 * a quarantine takes at most half of what is free; nothing here writes into a replicated directory.
 *
 * <ul>
 *   <li>{@link safekit.node.quarantine.Quarantines}: the directory of all of them
 *   <li>{@link safekit.node.quarantine.QuarantineWriter}: one that is being filled
 *   <li>{@link safekit.node.quarantine.Restorer}: writes kept files to another directory
 * </ul>
 */
package safekit.node.quarantine;
