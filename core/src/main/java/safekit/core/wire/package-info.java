/**
 * Our messages as bytes (design.md section 4, docs/protocol/heartbeat.md and stream.md). What the
 * simulator sends is what the nodes send.
 *
 * <p>Everything is little endian and has limits. Versions N and N-1 talk: a reader takes a message
 * when both sides understand the other's version, and skips fields that it does not know at the end
 * of a record. A decoder throws {@link safekit.core.bytes.Refused} and nothing else; receivers drop
 * and count.
 *
 * <ul>
 *   <li>{@link safekit.core.wire.Header}, {@link safekit.core.wire.Identity}, {@link
 *       safekit.core.wire.Message}: who sent what, whole messages, clear or sealed
 *   <li>{@link safekit.core.wire.ClusterKey}, {@link safekit.core.wire.Scope}, {@link
 *       safekit.core.wire.Sealer}, {@link safekit.core.wire.Seals}, {@link
 *       safekit.core.wire.ReplayWindow}: secrecy, and nothing twice
 *   <li>{@link safekit.core.wire.BeatCodec}, {@link safekit.core.wire.ControlCodec}: what the two
 *       mirror machines say
 *   <li>{@link safekit.core.wire.Hello}, {@link safekit.core.wire.FrameWriter}, {@link
 *       safekit.core.wire.FrameReader}, {@link safekit.core.wire.FrameSeal}: the stream
 *   <li>{@link safekit.core.wire.WriteCodec}, {@link safekit.core.wire.CopyCodec}, {@link
 *       safekit.core.wire.OperationCursor}, {@link safekit.core.wire.OperationWriter}, {@link
 *       safekit.core.wire.AckCodec}: operations and acknowledgements; writes, copies and
 *       acknowledgements allocate nothing
 *   <li>{@link safekit.core.wire.Signal}: checkpoints, differences, logs, goodbye
 * </ul>
 */
package safekit.core.wire;
