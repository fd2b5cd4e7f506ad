package safekit.linux.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Lets a thread make files in the name of somebody else: owner, group and umask of the calling
 * thread only. Must be made on the platform thread that uses it. The capabilities of root stay, for
 * the permissions were checked before and the groups of that user are not known here; but quotas
 * bind whoever is not root.
 */
public final class Credentials {
    private static final int CLONE_FS = 0x200;
    private static final int CAPABILITY_VERSION_3 = 0x20080522;
    private static final int DATA_BYTES = 24;
    private static final int IGNORE_QUOTAS = 1 << 24; // CAP_SYS_RESOURCE

    private static final MethodHandle SETFSUID = Native.function("setfsuid", 1);
    private static final MethodHandle SETFSGID = Native.function("setfsgid", 1);
    private static final MethodHandle UMASK = Native.function("umask", 1);
    private static final MethodHandle UNSHARE = Native.function("unshare", 1);
    private static final MethodHandle CAPGET = Native.function("capget", 2);
    private static final MethodHandle CAPSET = Native.function("capset", 2);

    private final MemorySegment memory = Arena.ofAuto().allocate(8 + DATA_BYTES, 8);
    private final long header = memory.address();
    private final long capabilities = header + 8;
    private final int effective;
    private boolean bound;
    private int umask;

    /** For this thread, which gets its own umask (0) and working directory. */
    public Credentials() {
        if (Call.toInt(UNSHARE, CLONE_FS) < 0) {
            throw new IllegalStateException("unshare(CLONE_FS) failed: root is needed");
        }
        Call.toInt(UMASK, 0);
        Memory.putInt(header, CAPABILITY_VERSION_3);
        Memory.putInt(header + 4, 0);
        int result = Call.toInt(CAPGET, header, capabilities);
        if (result < 0) {
            throw new IllegalStateException("capget failed: errno " + -result);
        }
        effective = Memory.intAt(capabilities);
    }

    /** From here on this thread writes for that user: quotas bind it unless that is root. */
    public void serve(int user) {
        boolean binds = user != 0;
        if (binds != bound) {
            bound = binds;
            Memory.putInt(capabilities, binds ? effective & ~IGNORE_QUOTAS : effective);
            setCapabilities();
        }
    }

    private void setCapabilities() {
        Memory.putInt(header, CAPABILITY_VERSION_3);
        Call.toInt(CAPSET, header, capabilities);
    }

    /** From here on new files belong to this user and group. */
    public void assume(int user, int group, int newUmask) {
        if (newUmask != umask) {
            Call.toInt(UMASK, newUmask);
            umask = newUmask;
        }
        if (group != 0) {
            Call.toInt(SETFSGID, group);
        }
        if (user != 0) {
            Call.toInt(SETFSUID, user);
            setCapabilities();
        }
    }

    /** Ends what {@link #assume} began. */
    public void restore(int user, int group) {
        if (user != 0) {
            Call.toInt(SETFSUID, 0);
        }
        if (group != 0) {
            Call.toInt(SETFSGID, 0);
        }
    }
}
