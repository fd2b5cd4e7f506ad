package safekit.linux.fuse;

/** What the server takes of what the kernel offers in its first request, below bit 32. */
final class InitFlags {
    /** SETXATTR has a longer header, which tells what an access list takes from the mode. */
    static final int SETXATTR_EXT = 1 << 29;

    /** There are flags above 31. */
    static final int EXTENDED = 1 << 30;

    /** See notes/rfs-fuse.md section 2.3 for why each is taken and others are not. */
    static final int TAKEN =
            1 // ASYNC_READ
                    | 1 << 3 // ATOMIC_O_TRUNC
                    | 1 << 5 // BIG_WRITES
                    | 1 << 6 // DONT_MASK
                    | 1 << 13 // DO_READDIRPLUS
                    | 1 << 14 // READDIRPLUS_AUTO
                    | 1 << 15 // ASYNC_DIO
                    | 1 << 18 // PARALLEL_DIROPS
                    | 1 << 20 // POSIX_ACL
                    | 1 << 21 // ABORT_ERROR
                    | 1 << 22 // MAX_PAGES
                    | 1 << 23 // CACHE_SYMLINKS
                    | 1 << 25 // EXPLICIT_INVAL_DATA
                    | 1 << 28 // HANDLE_KILLPRIV_V2
                    | SETXATTR_EXT
                    | EXTENDED;

    private InitFlags() {}
}
