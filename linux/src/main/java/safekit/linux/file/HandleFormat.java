package safekit.linux.file;

import java.io.IOException;
import safekit.linux.sys.Memory;

/**
 * How a file system writes inode number and generation into its file handles. With it a handle can
 * be made from a {@link FileId}, and no table of handles is needed. Immutable.
 */
final class HandleFormat {
    /** Offset of the bytes of the file system in struct file_handle. */
    private static final int BYTES = 8;

    /** Room for the largest handle. */
    static final int MAXIMUM_BYTES = BYTES + 128;

    private enum Layout {
        /** inode 32, generation 32: ext4, xfs with small numbers, f2fs. */
        SMALL(1, 8),
        /** inode 64, generation 32: xfs. */
        XFS(0x81, 12),
        /** generation 32, inode 64: tmpfs. */
        TMPFS(1, 12),
        /** inode 64, subvolume 64, generation 32: btrfs. */
        BTRFS(0x4d, 20);

        final int type;
        final int length;

        Layout(int type, int length) {
            this.type = type;
            this.length = length;
        }
    }

    private final Layout layout;
    private final long subvolume;

    private HandleFormat(Layout layout, long subvolume) {
        this.layout = layout;
        this.subvolume = subvolume;
    }

    /** The format of this handle, which the kernel made for a directory of the file system. */
    static HandleFormat of(long handle) throws IOException {
        int length = Memory.intAt(handle);
        int type = Memory.intAt(handle + 4);
        for (Layout layout : Layout.values()) {
            if (layout.type == type && layout.length == length) {
                long subvolume = layout == Layout.BTRFS ? Memory.longAt(handle + BYTES + 8) : 0;
                return new HandleFormat(layout, subvolume);
            }
        }
        throw new IOException(
                "file handles of type "
                        + type
                        + " with "
                        + length
                        + " bytes, expected those of ext4, xfs, btrfs or tmpfs");
    }

    /** Tells the room at this address to the kernel. */
    static void prepare(long handle) {
        Memory.putInt(handle, MAXIMUM_BYTES - BYTES);
    }

    /** Whether the kernel's handle is of this format (and of this subvolume). */
    boolean fits(long handle) {
        return Memory.intAt(handle) == layout.length
                && Memory.intAt(handle + 4) == layout.type
                && (layout != Layout.BTRFS || Memory.longAt(handle + BYTES + 8) == subvolume);
    }

    /** Writes the handle of this file. */
    void write(long handle, long inode, long generation) {
        Memory.putInt(handle, layout.length);
        Memory.putInt(handle + 4, layout.type);
        long at = handle + BYTES;
        switch (layout) {
            case SMALL -> {
                Memory.putInt(at, (int) inode);
                Memory.putInt(at + 4, (int) generation);
            }
            case XFS -> {
                Memory.putLong(at, inode);
                Memory.putInt(at + 8, (int) generation);
            }
            case TMPFS -> {
                Memory.putInt(at, (int) generation);
                Memory.putLong(at + 4, inode);
            }
            case BTRFS -> {
                Memory.putLong(at, inode);
                Memory.putLong(at + 8, subvolume);
                Memory.putInt(at + 16, (int) generation);
            }
        }
    }

    long inode(long handle) {
        long at = handle + BYTES;
        return switch (layout) {
            case SMALL -> Memory.intAt(at) & 0xffffffffL;
            case XFS, BTRFS -> Memory.longAt(at);
            case TMPFS -> Memory.longAt(at + 4);
        };
    }

    long generation(long handle) {
        long at = handle + BYTES;
        int generation =
                switch (layout) {
                    case SMALL -> Memory.intAt(at + 4);
                    case XFS -> Memory.intAt(at + 8);
                    case TMPFS -> Memory.intAt(at);
                    case BTRFS -> Memory.intAt(at + 16);
                };
        return generation & 0xffffffffL;
    }
}
