package safekit.lab.host;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/**
 * The system calls that no command offers: moving the calling thread into a network namespace,
 * seeing packets, and shutting an ext4 filesystem down so that it forgets what was not synced. A
 * failure is an {@link IllegalStateException} with the error number.
 */
final class Kernel {
    private static final int O_RDONLY = 0;
    private static final int CLONE_NEWNET = 0x40000000;
    private static final long EXT4_IOC_SHUTDOWN = 0x8004587dL;
    private static final int NOLOGFLUSH = 2;
    private static final int AF_PACKET = 17;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int EVERY_PROTOCOL = 0x0300;
    private static final int DO_NOT_WAIT = 0x40;
    private static final int EAGAIN = 11;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MemoryLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle OPEN =
            function(
                    "open",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                    Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE =
            function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle SETNS =
            function(
                    "setns",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle IOCTL =
            function(
                    "ioctl",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.ADDRESS),
                    Linker.Option.firstVariadicArg(2));
    private static final MemoryLayout INT = ValueLayout.JAVA_INT;
    private static final MethodHandle SOCKET =
            function("socket", FunctionDescriptor.of(INT, INT, INT, INT));
    private static final MethodHandle RECV =
            function(
                    "recv",
                    FunctionDescriptor.of(
                            INT, INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, INT));

    private Kernel() {}

    /** Moves the calling platform thread, and only it, into the namespace. */
    static void enterNetwork(Path namespace) {
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("a namespace belongs to a platform thread");
        }
        try (var arena = Arena.ofConfined()) {
            int descriptor = open(arena, namespace);
            call(arena, "setns " + namespace, SETNS, descriptor, CLONE_NEWNET);
            call(arena, "close", CLOSE, descriptor);
        }
    }

    /** Shuts the ext4 filesystem of this directory down without writing its journal. */
    static void shutDown(Path directory) {
        try (var arena = Arena.ofConfined()) {
            int descriptor = open(arena, directory);
            var flag = arena.allocateFrom(ValueLayout.JAVA_INT, NOLOGFLUSH);
            call(arena, "EXT4_IOC_SHUTDOWN", IOCTL, descriptor, EXT4_IOC_SHUTDOWN, flag);
            call(arena, "close", CLOSE, descriptor);
        }
    }

    /** A socket that sees every packet of the calling thread's network, without link headers. */
    static int packetSocket() {
        try (var arena = Arena.ofConfined()) {
            return call(
                    arena, "packet socket", SOCKET, AF_PACKET, SOCK_DGRAM_CLOEXEC, EVERY_PROTOCOL);
        }
    }

    /** The next packet, shortened to this many bytes; none when none waits. */
    static byte[] packet(int socket, int most) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(most);
            MemorySegment state = arena.allocate(CALL_STATE);
            int length = invoke(RECV, state, socket, bytes, (long) most, DO_NOT_WAIT);
            if (length < 0 && (int) ERRNO.get(state, 0L) != EAGAIN) {
                throw new IllegalStateException("recv: error " + (int) ERRNO.get(state, 0L));
            }
            return bytes.asSlice(0, Math.max(0, length)).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    static void close(int descriptor) {
        try (var arena = Arena.ofConfined()) {
            call(arena, "close", CLOSE, descriptor);
        }
    }

    private static int open(Arena arena, Path path) {
        return call(arena, "open " + path, OPEN, arena.allocateFrom(path.toString()), O_RDONLY);
    }

    private static int call(Arena arena, String what, MethodHandle function, Object... arguments) {
        MemorySegment state = arena.allocate(CALL_STATE);
        var all = new Object[arguments.length + 1];
        all[0] = state;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        int result = invoke(function, all);
        if (result < 0) {
            throw new IllegalStateException(what + ": error " + (int) ERRNO.get(state, 0L));
        }
        return result;
    }

    private static int invoke(MethodHandle function, Object... arguments) {
        try {
            return (int) function.invokeWithArguments(arguments);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(
            String name, FunctionDescriptor descriptor, Linker.Option... options) {
        var all = java.util.Arrays.copyOf(options, options.length + 1);
        all[options.length] = Linker.Option.captureCallState("errno");
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, all);
    }
}
