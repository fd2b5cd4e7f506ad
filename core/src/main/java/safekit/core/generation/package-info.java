/**
 * Which node has the good data: ids, standings and the table that decides when two nodes meet.
 *
 * <p>Purpose: the rules of {@code docs/generations.md}. Everything here is a value or a pure
 * function.
 *
 * <ul>
 *   <li>{@link safekit.core.generation.Tuple}: what a node knows durably, and each legal change of
 *       it as a method
 *   <li>{@link safekit.core.generation.Meeting}: two tuples compared: relation, source, what is
 *       copied
 *   <li>{@link safekit.core.generation.TupleCodec}, {@link safekit.core.generation.TupleSlots}: the
 *       tuple on the wire and on disk
 * </ul>
 */
package safekit.core.generation;
