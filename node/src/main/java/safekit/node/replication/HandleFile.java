package safekit.node.replication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import safekit.core.replication.Attributes;
import safekit.core.replication.FileId;
import safekit.core.replication.Moment;
import safekit.core.replication.Operation;
import safekit.linux.file.FileStatus;
import safekit.linux.file.LowerFile;
import safekit.linux.sys.Errno;
import safekit.linux.sys.Files;
import safekit.linux.sys.Memory;
import safekit.linux.sys.Scratch;

/** A regular file of a {@link HandleTree} through one descriptor. */
final class HandleFile implements TreeAccess.OpenFile {
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;
    private static final int KEEP_SIZE = 1;
    private static final int PUNCH_HOLE = 2;

    private final FileId file;
    private final int descriptor;

    HandleFile(FileId file, int descriptor) {
        this.file = file;
        this.descriptor = descriptor;
    }

    @Override
    public TreeAccess.Node stat() throws IOException {
        FileStatus status = HandleTree.STATUS.get();
        HandleTree.check(LowerFile.status(descriptor, status), file);
        return HandleTree.node(file, status);
    }

    @Override
    public int read(long offset, ByteBuffer into) throws IOException {
        int start = into.position();
        long room = Scratch.mine().value();
        while (into.hasRemaining()) {
            int want = Math.min(into.remaining(), Scratch.VALUE_BYTES);
            long at = offset + into.position() - start;
            int got = (int) HandleTree.check(Files.read(descriptor, room, want, at), file);
            if (got == 0) {
                break;
            }
            into.put(Memory.segment(room, got).asByteBuffer());
        }
        return into.position() - start;
    }

    @Override
    public void write(long offset, ByteBuffer from) throws IOException {
        long room = Scratch.mine().value();
        long at = offset;
        while (from.hasRemaining()) {
            int piece = Math.min(from.remaining(), Scratch.VALUE_BYTES);
            var segment = Memory.segment(room, piece);
            segment.asByteBuffer().put(from.slice(from.position(), piece));
            long done = HandleTree.check(LowerFile.write(descriptor, room, piece, at), file);
            if (done == 0) {
                throw new IOException(file + ": nothing could be written");
            }
            from.position(from.position() + (int) done);
            at += done;
        }
    }

    @Override
    public void truncate(long size) throws IOException {
        HandleTree.check(Files.truncate(descriptor, size), file);
    }

    @Override
    public List<Operation.ExtendedAttribute> extended() throws IOException {
        return ExtendedAttributes.of(descriptor);
    }

    @Override
    public void replaceExtended(List<Operation.ExtendedAttribute> all) throws IOException {
        ExtendedAttributes.replace(descriptor, all);
    }

    @Override
    public void setAttributes(int mask, Attributes attributes, Moment accessed) throws IOException {
        LowerAttributes.set(descriptor, file, mask, attributes, accessed);
    }

    @Override
    public long data(long from) throws IOException {
        long found = Files.seek(descriptor, from, SEEK_DATA);
        return found == -Errno.ENXIO ? Long.MAX_VALUE : HandleTree.check(found, file);
    }

    @Override
    public long hole(long from) throws IOException {
        long found = Files.seek(descriptor, from, SEEK_HOLE);
        return found == -Errno.ENXIO ? from : HandleTree.check(found, file);
    }

    @Override
    public void punch(long offset, long length) throws IOException {
        int mode = PUNCH_HOLE | KEEP_SIZE;
        HandleTree.check(Files.allocate(descriptor, mode, offset, length), file);
    }

    @Override
    public void close() {
        Files.close(descriptor);
    }
}
