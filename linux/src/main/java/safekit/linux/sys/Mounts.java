package safekit.linux.sys;

import java.lang.invoke.MethodHandle;

/** mount(2) and umount2(2): 0 or the negated errno. Thread-safe. */
public final class Mounts {
    /** Takes the mount away at once; its end comes when nobody uses it any more. */
    public static final int DETACH = 2;

    /** Does not follow a symlink at the end of the path. */
    public static final int NO_FOLLOW = 8;

    private static final MethodHandle MOUNT = Native.function("mount", 5);
    private static final MethodHandle UMOUNT2 = Native.function("umount2", 2);

    private Mounts() {}

    public static int mount(long source, long target, long type, long flags, long data) {
        return Call.toInt(MOUNT, source, target, type, flags, data);
    }

    public static int unmount(long target, int flags) {
        return Call.toInt(UMOUNT2, target, flags);
    }
}
