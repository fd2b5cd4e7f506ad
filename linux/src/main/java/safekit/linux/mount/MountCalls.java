package safekit.linux.mount;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import safekit.linux.sys.CallFailed;
import safekit.linux.sys.ColdCall;

/** The mount system calls. Their numbers are the same on x86-64 and arm64. */
final class MountCalls {
    static final long READ_ONLY = 0x01;
    static final long NO_ACCESS_TIME = 0x10;
    static final long NO_DIRECTORY_ACCESS_TIME = 0x80;
    static final long ACCESS_TIME_MASK = 0x70;
    static final long PRIVATE = 1 << 18;

    private static final int OPEN_TREE = 428;
    private static final int MOVE_MOUNT = 429;
    private static final int MOUNT_SETATTR = 442;
    private static final int CURRENT_DIRECTORY = -100;
    private static final int CLONE_CLOSED_ON_EXEC = 1 | 0x80000;
    private static final int EMPTY_PATH = 0x1000;
    private static final int MOVE_FROM_EMPTY_PATH = 0x4;
    private static final int DETACH_NO_FOLLOW = 0x2 | 0x8;
    private static final int ATTRIBUTES_SIZE = 32;

    private static final ColdCall SYSCALL = ColdCall.of("syscall", 6);
    private static final ColdCall UMOUNT = ColdCall.of("umount2", 2);
    private static final ColdCall MOUNT = ColdCall.of("mount", 5);
    private static final ColdCall CLOSE = ColdCall.of("close", 1);

    private MountCalls() {}

    /** A detached copy of the mount and directory at {@code path}: its descriptor. */
    static int cloneTree(Path path) throws CallFailed {
        try (Arena arena = Arena.ofConfined()) {
            long name = arena.allocateFrom(path.toString()).address();
            return SYSCALL.run(OPEN_TREE, CURRENT_DIRECTORY, name, CLONE_CLOSED_ON_EXEC, 0, 0);
        }
    }

    /** Changes attributes of a detached mount; {@code propagation} 0 leaves that one. */
    static void setAttributes(int tree, long set, long clear, long propagation) throws CallFailed {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTES_SIZE, 8);
            attributes.set(ValueLayout.JAVA_LONG, 0, set);
            attributes.set(ValueLayout.JAVA_LONG, 8, clear);
            attributes.set(ValueLayout.JAVA_LONG, 16, propagation);
            SYSCALL.run(
                    MOUNT_SETATTR,
                    tree,
                    arena.allocateFrom("").address(),
                    EMPTY_PATH,
                    attributes.address(),
                    ATTRIBUTES_SIZE);
        }
    }

    /** Mounts a detached copy at {@code path}. */
    static void attach(int tree, Path path) throws CallFailed {
        try (Arena arena = Arena.ofConfined()) {
            SYSCALL.run(
                    MOVE_MOUNT,
                    tree,
                    arena.allocateFrom("").address(),
                    CURRENT_DIRECTORY,
                    arena.allocateFrom(path.toString()).address(),
                    MOVE_FROM_EMPTY_PATH);
        }
    }

    static void mount(String source, Path path, String type) throws CallFailed {
        try (Arena arena = Arena.ofConfined()) {
            MOUNT.run(
                    arena.allocateFrom(source).address(),
                    arena.allocateFrom(path.toString()).address(),
                    arena.allocateFrom(type).address(),
                    0,
                    0);
        }
    }

    /** Takes the top mount out of the tree at once; those who use it keep it until they end. */
    static void detach(Path path) throws CallFailed {
        try (Arena arena = Arena.ofConfined()) {
            UMOUNT.run(arena.allocateFrom(path.toString()).address(), DETACH_NO_FOLLOW);
        }
    }

    static void close(int descriptor) throws CallFailed {
        CLOSE.run(descriptor);
    }
}
