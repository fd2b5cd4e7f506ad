/**
 * What the loser of a split brain had changed and a reintegration overwrote, as it is written down
 * (docs/protocol/files.md, docs/generations.md section 3).
 *
 * <ul>
 *   <li>{@link safekit.core.quarantine.ManifestLine}: one fact, one line
 *   <li>{@link safekit.core.quarantine.Manifest}: all facts of one quarantine
 * </ul>
 */
package safekit.core.quarantine;
