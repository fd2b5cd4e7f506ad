package safekit.linux.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * Native memory of one thread for the arguments of one system call: two paths, a structure and a
 * large value. Each use overwrites the former one. The memory is freed with the thread.
 */
public final class Scratch {
    /** The longest path, with its closing NUL. */
    public static final int PATH_BYTES = 4096;

    /** Room of {@link #structure}. */
    public static final int STRUCTURE_BYTES = 512;

    /** Room of {@link #value}: the largest extended attribute. */
    public static final int VALUE_BYTES = 65536;

    private static final ThreadLocal<Scratch> MINE = ThreadLocal.withInitial(Scratch::new);
    private static final byte[] DESCRIPTOR = "/proc/self/fd/".getBytes(StandardCharsets.US_ASCII);

    private final MemorySegment memory =
            Arena.ofAuto().allocate(2 * PATH_BYTES + STRUCTURE_BYTES + VALUE_BYTES, 16);
    private final long first = memory.address();

    private Scratch() {}

    /** The memory of this thread. */
    public static Scratch mine() {
        return MINE.get();
    }

    /** The address of this name, closed with NUL. */
    public long path(byte[] name) {
        return put(first, name);
    }

    /** As {@link #path}, in another place: for calls with two names. */
    public long secondPath(byte[] name) {
        return put(first + PATH_BYTES, name);
    }

    /** The address of the path that leads to what this descriptor has open. */
    public long descriptorPath(int descriptor) {
        Memory.put(first, DESCRIPTOR);
        int digits = 1;
        for (int rest = descriptor / 10; rest > 0; rest /= 10) {
            digits++;
        }
        long at = first + DESCRIPTOR.length + digits;
        Memory.putByte(at, (byte) 0);
        int rest = descriptor;
        for (int i = 0; i < digits; i++) {
            at--;
            Memory.putByte(at, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        return first;
    }

    /** The address of {@link #STRUCTURE_BYTES} bytes. */
    public long structure() {
        return first + 2 * PATH_BYTES;
    }

    /** The address of {@link #VALUE_BYTES} bytes. */
    public long value() {
        return first + 2 * PATH_BYTES + STRUCTURE_BYTES;
    }

    private static long put(long address, byte[] name) {
        if (name.length >= PATH_BYTES) {
            throw new IllegalArgumentException(
                    "a path of " + name.length + " bytes, expected less than " + PATH_BYTES);
        }
        Memory.put(address, name);
        Memory.putByte(address + name.length, (byte) 0);
        return address;
    }
}
