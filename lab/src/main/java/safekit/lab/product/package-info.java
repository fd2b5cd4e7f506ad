/**
 * The product on lab hosts, driven from outside by its commands.
 *
 * <p>{@link Pair} is a lab with two {@link Node}s, a client and the notes module of {@link
 * NotesModule} configured; it brings any state back to a known one. A {@link Node} is a host with
 * an installed tree, and the words in which scenarios are written: {@code node.start()}, {@code
 * node.becomes("PRIM Ready")}, {@code node.logged("Begin of Swap")}. A {@link SideTree} is one of
 * several trees that share a host.
 *
 * <p>Invariants: nothing here depends on the product's code, only on its dist tree and commands;
 * every wait has a deadline.
 */
package safekit.lab.product;
