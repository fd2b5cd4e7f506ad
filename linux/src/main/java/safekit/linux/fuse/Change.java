package safekit.linux.fuse;

import java.lang.foreign.MemorySegment;

/**
 * One change of the served tree. A worker thread owns one and reuses it for each request, so
 * whoever wants to keep anything copies it. Which fields mean something depends on the kind.
 */
public final class Change {
    /** What is changed. */
    public enum Kind {
        /** {@code data} at {@code offset} of {@code file}. */
        WRITE,
        /** {@code file} gets the size {@code offset}. */
        TRUNCATE,
        /** {@code mode} of fallocate(2) in {@code flags}, {@code offset}, {@code length}. */
        ALLOCATE,
        /** Attributes of {@code file}: {@code mask} says which. */
        ATTRIBUTES,
        SET_XATTR,
        REMOVE_XATTR,
        /** A regular file, directory, node or symlink {@code name} in {@code parent}. */
        CREATE,
        MKDIR,
        MKNOD,
        SYMLINK,
        /** A file without a name. */
        TMPFILE,
        /** {@code file} gets the further name {@code name} in {@code parent}. */
        LINK,
        UNLINK,
        RMDIR,
        /**
         * {@code name} in {@code parent} becomes {@code newName} in {@code newParent}; {@code
         * flags} of renameat2(2). With RENAME_WHITEOUT (4) a new node has the old name afterwards.
         */
        RENAME,
        /** fsync ({@code flags} 0) or fdatasync ({@code flags} 1) of {@code file}. */
        SYNC
    }

    /** Bits of {@code mask} for {@link Kind#ATTRIBUTES}. */
    public static final int MODE = 1;

    public static final int UID = 2;
    public static final int GID = 4;
    public static final int ATIME = 8;
    public static final int MTIME = 16;

    public Kind kind = Kind.WRITE;

    /** An empty change for one worker. */
    public Change() {}

    /** The file that is changed; for new files known in {@link ChangeSink#after} only. */
    public long inode;

    public long generation;

    public long parentInode;
    public long parentGeneration;
    public byte[] name = {};
    public long newParentInode;
    public long newParentGeneration;
    public byte[] newName = {};

    public long offset;
    public long length;

    /** Bytes of a write; valid until {@link ChangeSink#after} returns. */
    public MemorySegment data = MemorySegment.NULL;

    public int flags;
    public int mask;
    public int mode;
    public int uid;
    public int gid;
    public int device;

    /**
     * The change failed, but was made at least in part, and nobody knows how far. Known in {@link
     * ChangeSink#after} only.
     */
    public boolean uncertain;

    /** Target of a symlink. */
    public byte[] target = {};

    public byte[] xattrName = {};
    public byte[] xattrValue = {};

    /**
     * Nanoseconds since the epoch, as the local file system has them after the change; as {@code
     * mode}, {@code uid} and {@code gid} for new files and changed attributes. Known in {@link
     * ChangeSink#after} only.
     */
    public long atimeNanos;

    public long mtimeNanos;
}
