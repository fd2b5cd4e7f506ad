/**
 * The narrated demonstration, `make demo`: two nodes, an application that writes, a power failure.
 *
 * <p>{@link Main} tells the story with the words of {@code safekit.lab.product}; {@link Narrator}
 * prints it. Nothing is shown that was not measured in this run.
 */
package safekit.lab.demo;
