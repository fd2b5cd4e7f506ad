/**
 * The client of the notes module and what it can prove.
 *
 * <p>{@link NotesClient} posts numbered notes from the client host, one after the other, and
 * remembers each that was acknowledged ({@link AcknowledgedNote}). {@link NotesOracle} says which
 * of them are missing in what the service holds later. {@link Http} is the small client both use.
 *
 * <p>Invariant: a number is posted once. A note without an answer may or may not be there; a note
 * that was acknowledged must be there.
 */
package safekit.lab.notes;
