package safekit.linux.fuse;

import safekit.linux.file.FileStatus;
import safekit.linux.sys.Memory;

/** The answer that a worker prepares: a header of 16 bytes and a body. Reused by its worker. */
final class Answer {
    static final int HEADER_BYTES = 16;
    static final int ENTRY_BYTES = 128;
    static final int ATTRIBUTES_BYTES = 104;
    static final int OPEN_BYTES = 16;
    private static final int STATUS_BYTES = 88;

    final long address;

    /** Room for the body. */
    final int capacity;

    private final long timeoutSeconds;

    Answer(long address, int bytes, long timeoutSeconds) {
        this.address = address;
        this.capacity = bytes - HEADER_BYTES;
        this.timeoutSeconds = timeoutSeconds;
    }

    long body() {
        return address + HEADER_BYTES;
    }

    /** Writes the header; the length of the whole answer. */
    static int header(long address, long unique, int errno, int bodyBytes) {
        int length = HEADER_BYTES + bodyBytes;
        Memory.putInt(address, length);
        Memory.putInt(address + 4, -errno);
        Memory.putLong(address + 8, unique);
        return length;
    }

    /** struct fuse_entry_out. */
    void entry(int offset, long node, FileStatus status) {
        long at = body() + offset;
        noEntry(offset);
        Memory.putLong(at, node);
        Memory.putLong(at + 8, status.generation);
        Memory.putLong(at + 24, timeoutSeconds);
        status(at + 40, status);
    }

    /** struct fuse_entry_out for a name that does not exist; the kernel remembers that too. */
    void noEntry(int offset) {
        long at = body() + offset;
        Memory.zero(at, ENTRY_BYTES);
        Memory.putLong(at + 16, timeoutSeconds);
    }

    /** struct fuse_attr_out. */
    void attributes(FileStatus status) {
        Memory.putLong(body(), timeoutSeconds);
        Memory.putLong(body() + 8, 0);
        status(body() + 16, status);
    }

    /** struct fuse_open_out. */
    void open(int offset, int descriptor, int flags, int backing) {
        long at = body() + offset;
        Memory.putLong(at, descriptor);
        Memory.putInt(at + 8, flags);
        Memory.putInt(at + 12, backing);
    }

    private static void status(long at, FileStatus status) {
        Memory.zero(at, STATUS_BYTES);
        Memory.putLong(at, status.inode);
        Memory.putLong(at + 8, status.size);
        Memory.putLong(at + 16, status.blocks);
        Memory.putLong(at + 24, status.atimeSeconds);
        Memory.putLong(at + 32, status.mtimeSeconds);
        Memory.putLong(at + 40, status.ctimeSeconds);
        Memory.putInt(at + 48, status.atimeNanos);
        Memory.putInt(at + 52, status.mtimeNanos);
        Memory.putInt(at + 56, status.ctimeNanos);
        Memory.putInt(at + 60, status.mode);
        Memory.putInt(at + 64, status.links);
        Memory.putInt(at + 68, status.uid);
        Memory.putInt(at + 72, status.gid);
        Memory.putInt(at + 76, status.device());
        Memory.putInt(at + 80, status.blockSize);
    }
}
