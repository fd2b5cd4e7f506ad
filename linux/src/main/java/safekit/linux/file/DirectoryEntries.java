package safekit.linux.file;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import safekit.linux.sys.Directories;
import safekit.linux.sys.Files;
import safekit.linux.sys.Memory;

/**
 * The entries of one open directory after the other, "." and ".." with them, in the order of the
 * file system. For one thread; reused for any directory.
 */
public final class DirectoryEntries {
    private static final int BUFFER_BYTES = 256 * 1024;
    private static final int NAME = 19;

    private final MemorySegment memory = Arena.ofAuto().allocate(BUFFER_BYTES, 8);
    private final long buffer = memory.address();
    private int descriptor;
    private int portion;
    private int filled;
    private int position;
    private int following;

    /** Nothing to list yet. */
    public DirectoryEntries() {}

    /**
     * Lists this directory from an offset that {@link #offset} gave before (0: the beginning).
     *
     * @param bytes how much to ask of the kernel in one call
     * @return 0 or the negated errno
     */
    public int start(int openDirectory, long from, int bytes) {
        descriptor = openDirectory;
        portion = Math.clamp(bytes, 1024, BUFFER_BYTES);
        filled = 0;
        following = 0;
        long result = Files.seek(openDirectory, from, 0);
        return result < 0 ? (int) result : 0;
    }

    /** Goes to the next entry: 1, or 0 at the end, or the negated errno. */
    public int next() {
        if (following >= filled) {
            int count = Directories.entries(descriptor, buffer, portion);
            if (count <= 0) {
                return count;
            }
            filled = count;
            following = 0;
        }
        position = following;
        following += Memory.shortAt(buffer + position + 16) & 0xffff;
        return 1;
    }

    /** Whether the next entry is read already. */
    public boolean buffered() {
        return following < filled;
    }

    public long inode() {
        return Memory.longAt(buffer + position);
    }

    /** Where the next entry begins. */
    public long offset() {
        return Memory.longAt(buffer + position + 8);
    }

    /** The type of the file: bits 12 to 15 of its mode. */
    public int type() {
        return Memory.byteAt(buffer + position + 18);
    }

    public byte[] name() {
        long start = buffer + position + NAME;
        int length = 0;
        while (Memory.byteAt(start + length) != 0) {
            length++;
        }
        return Memory.bytesAt(start, length);
    }

    /** Whether the entry is "." or "..". */
    public boolean isDot() {
        long start = buffer + position + NAME;
        if (Memory.byteAt(start) != '.') {
            return false;
        }
        byte second = Memory.byteAt(start + 1);
        return second == 0 || (second == '.' && Memory.byteAt(start + 2) == 0);
    }
}
