package safekit.linux.sys;

/** Flags of open(2) on this machine: some differ between x86-64 and arm64. */
public final class OpenFlags {
    private static final boolean ARM = "aarch64".equals(System.getProperty("os.arch"));

    public static final int READ_ONLY = 0;
    public static final int WRITE_ONLY = 1;
    public static final int READ_WRITE = 2;
    public static final int ACCESS_MODE = 3;
    public static final int CREATE = 0x40;
    public static final int EXCLUSIVE = 0x80;
    public static final int NO_TERMINAL = 0x100;
    public static final int TRUNCATE = 0x200;
    public static final int APPEND = 0x400;
    public static final int NON_BLOCKING = 0x800;
    public static final int DIRECT = ARM ? 0x10000 : 0x4000;
    public static final int DIRECTORY = ARM ? 0x4000 : 0x10000;
    public static final int NO_FOLLOW = ARM ? 0x8000 : 0x20000;
    public static final int NO_ATIME = 0x40000;
    public static final int CLOSE_ON_EXEC = 0x80000;

    /** O_SYNC, with O_DSYNC in it. */
    public static final int SYNC = 0x101000;

    public static final int PATH = 0x200000;
    public static final int TEMPORARY = 0x400000 | DIRECTORY;

    private OpenFlags() {}
}
