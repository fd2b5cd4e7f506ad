/**
 * Bytes in and out, under limits: what every format of ours, on the wire or on disk, rests on.
 *
 * <p>All numbers are little endian. A length is checked against its limit and against what is there
 * before anything is allocated. Bad input gives {@link safekit.core.bytes.Refused} and never
 * another exception; output beyond a limit is a broken invariant, because limits are ours.
 *
 * <ul>
 *   <li>{@link safekit.core.bytes.Reader}, {@link safekit.core.bytes.Writer}: typed fields
 *   <li>{@link safekit.core.bytes.Refusal}: why input is not taken, in words; {@link
 *       safekit.core.bytes.Drops} counts them
 * </ul>
 */
package safekit.core.bytes;
