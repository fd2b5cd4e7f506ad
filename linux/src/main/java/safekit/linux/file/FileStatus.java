package safekit.linux.file;

import safekit.linux.sys.Memory;

/**
 * Identity and attributes of one file as the file system gave them. Reused by its owner, for one
 * thread.
 */
public final class FileStatus {
    private static final int TYPE = 0170000;

    public long inode;
    public long generation;

    /** Type and permissions. */
    public int mode;

    public int links;
    public int uid;
    public int gid;
    public long size;

    /** In units of 512 bytes. */
    public long blocks;

    public int blockSize;

    /** Of a device node. */
    public int deviceMajor;

    public int deviceMinor;
    public long atimeSeconds;
    public int atimeNanos;
    public long mtimeSeconds;
    public int mtimeNanos;
    public long ctimeSeconds;
    public int ctimeNanos;

    /** An empty status, to be filled. */
    public FileStatus() {}

    public FileId id() {
        return new FileId(inode, generation);
    }

    public boolean isDirectory() {
        return (mode & TYPE) == 0040000;
    }

    public boolean isFile() {
        return (mode & TYPE) == 0100000;
    }

    public boolean isSymlink() {
        return (mode & TYPE) == 0120000;
    }

    /** Nanoseconds since the epoch. */
    public long atime() {
        return atimeSeconds * 1_000_000_000 + atimeNanos;
    }

    /** Nanoseconds since the epoch. */
    public long mtime() {
        return mtimeSeconds * 1_000_000_000 + mtimeNanos;
    }

    /** The device number in the encoding of the kernel's 32 bits. */
    public int device() {
        return (deviceMinor & 0xff) | deviceMajor << 8 | (deviceMinor & ~0xff) << 12;
    }

    /** Takes everything but the generation from struct statx. */
    void readStatx(long statx) {
        blockSize = Memory.intAt(statx + 4);
        links = Memory.intAt(statx + 16);
        uid = Memory.intAt(statx + 20);
        gid = Memory.intAt(statx + 24);
        mode = Memory.shortAt(statx + 28) & 0xffff;
        inode = Memory.longAt(statx + 32);
        size = Memory.longAt(statx + 40);
        blocks = Memory.longAt(statx + 48);
        atimeSeconds = Memory.longAt(statx + 64);
        atimeNanos = Memory.intAt(statx + 72);
        ctimeSeconds = Memory.longAt(statx + 96);
        ctimeNanos = Memory.intAt(statx + 104);
        mtimeSeconds = Memory.longAt(statx + 112);
        mtimeNanos = Memory.intAt(statx + 120);
        deviceMajor = Memory.intAt(statx + 128);
        deviceMinor = Memory.intAt(statx + 132);
    }
}
