package safekit.linux.fuse;

import safekit.linux.sys.Errno;
import safekit.linux.sys.Memory;

/**
 * One request of the kernel in native memory: a header of 40 bytes and a body. Every access is
 * checked against the length. Reused by its worker.
 */
final class Request {
    static final int HEADER_BYTES = 40;

    private long address;
    private int length;

    /** Takes what was read; the header must be complete and tell the same length. */
    void reset(long newAddress, int newLength) {
        address = newAddress;
        length = newLength;
        if (length < HEADER_BYTES || Memory.intAt(address) != length) {
            throw new RefusedRequest(Errno.EINVAL, "a request of " + length + " bytes is cut");
        }
    }

    int pid() {
        return Memory.intAt(address + 32);
    }

    /** Whether the body has so many bytes. */
    boolean has(int bytes) {
        return length - HEADER_BYTES >= bytes;
    }

    int opcode() {
        return Memory.intAt(address + 4);
    }

    long unique() {
        return Memory.longAt(address + 8);
    }

    long node() {
        return Memory.longAt(address + 16);
    }

    int uid() {
        return Memory.intAt(address + 24);
    }

    int gid() {
        return Memory.intAt(address + 28);
    }

    int intAt(int offset) {
        return Memory.intAt(at(offset, 4));
    }

    long longAt(int offset) {
        return Memory.longAt(at(offset, 8));
    }

    /** The address of so many bytes of the body. */
    long at(int offset, int bytes) {
        if (bytes < 0 || offset > length - HEADER_BYTES - bytes) {
            throw new RefusedRequest(
                    Errno.EINVAL,
                    "opcode " + opcode() + ": " + length + " bytes, more were expected");
        }
        return address + HEADER_BYTES + offset;
    }

    byte[] bytesAt(int offset, int bytes) {
        return Memory.bytesAt(at(offset, bytes), bytes);
    }

    /** The bytes up to NUL, which must be there. */
    byte[] nameAt(int offset) {
        long start = at(offset, 1);
        int room = length - HEADER_BYTES - offset;
        for (int i = 0; i < room; i++) {
            if (Memory.byteAt(start + i) == 0) {
                return Memory.bytesAt(start, i);
            }
        }
        throw new RefusedRequest(Errno.EINVAL, "opcode " + opcode() + ": a name without end");
    }
}
