package safekit.node.replication;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import safekit.core.bytes.Writer;
import safekit.core.mirror.Control;
import safekit.core.replication.Entry;
import safekit.core.replication.FileId;
import safekit.core.replication.Operation;
import safekit.core.wire.ControlCodec;
import safekit.core.wire.CopyCodec;
import safekit.core.wire.OperationWriter;
import safekit.core.wire.Signal;
import safekit.core.wire.SignalCodec;

/** Payloads of frames in buffers of their own, ready to be put on a {@link Link}. */
final class Encoding {
    private static final int SMALL = 1 << 10;
    private static final int LISTED = 352;
    private static final int NAMED = 257;

    private Encoding() {}

    static ByteBuffer of(Operation operation) {
        ByteBuffer out = ByteBuffer.allocate(room(operation));
        OperationWriter.write(out, operation);
        return out.flip();
    }

    private static int room(Operation operation) {
        return switch (operation) {
            case Operation.Write write -> SMALL + write.data().length();
            case Operation.Copy copy -> SMALL + copy.data().length();
            case Operation.Create create -> SMALL + create.target().length();
            case Operation.SetExtended set -> SMALL + set.value().length();
            case Operation.Extended extended -> SMALL + ExtendedAttributes.bytes(extended.all());
            case Operation.Whole whole ->
                    SMALL + whole.data().length() + ExtendedAttributes.bytes(whole.extended());
            case Operation.WholeCompare whole ->
                    SMALL
                            + 16 * whole.digests().count()
                            + ExtendedAttributes.bytes(whole.extended());
            case Operation.Compare compare -> SMALL + 16 * compare.digests().count();
            case Operation.Listing listing -> SMALL + LISTED * listing.entries().size();
            case Operation.VerifyNames names -> SMALL + NAMED * names.names().size();
            case Operation.VerifyFile file ->
                    SMALL
                            + file.target().length()
                            + 16 * file.digests().count()
                            + ExtendedAttributes.bytes(file.extended());
            default -> SMALL;
        };
    }

    /** Room for the data of a copy, which is put behind the position. */
    static ByteBuffer copyRoom(int length) {
        return little(CopyCodec.HEADER + length).position(CopyCodec.HEADER);
    }

    /** How much data was put into the room. */
    static int copyLength(ByteBuffer room) {
        return room.position() - CopyCodec.HEADER;
    }

    /** The data in the room as an operation. */
    static ByteBuffer copy(ByteBuffer room, FileId file, long offset) {
        int length = copyLength(room);
        room.flip();
        CopyCodec.header(room, file.number(), file.generation(), offset, length);
        return room.position(0);
    }

    /** Copied data. */
    static ByteBuffer copy(FileId file, long offset, ByteBuffer data) {
        int length = data.remaining();
        ByteBuffer out = little(CopyCodec.HEADER + length);
        CopyCodec.header(out, file.number(), file.generation(), offset, length);
        return out.put(data).flip();
    }

    static ByteBuffer of(Control control) {
        ByteBuffer out = little(ControlCodec.SIZE_MAX);
        ControlCodec.write(new Writer(out), control);
        return out.flip();
    }

    static ByteBuffer of(Signal signal) {
        int room = signal instanceof Signal.ExtentsPart part ? part.content().length() : 0;
        ByteBuffer out = little(SMALL + room);
        SignalCodec.write(new Writer(out), signal);
        return out.flip();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A name of a directory with what it means. */
    static Operation.Listed listed(Entry entry, TreeAccess.Node node) {
        return new Operation.Listed(
                entry.name(), node.id(), node.attributes(), node.size(), node.device());
    }
}
