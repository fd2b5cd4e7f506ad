/**
 * The application of the demonstration module notes.safe: {@link safekit.node.notes.Main} keeps
 * lines of text in one file of the replicated directory.
 */
package safekit.node.notes;
