package safekit.linux.fuse;

import java.util.BitSet;
import safekit.linux.sys.Errno;
import safekit.linux.sys.Files;

/**
 * The descriptors that were given to the kernel as file handles. No other number in a request
 * reaches a file of this process. Thread-safe.
 */
final class OpenFiles {
    /** So many remain for the process itself: its sockets and files must never fail. */
    private static final long RESERVED = 500;

    private final long most;
    private final BitSet descriptors = new BitSet();

    /** For a process that may have so many files open. */
    OpenFiles(long limit) {
        most = Math.max(limit - RESERVED, limit / 2);
    }

    /**
     * This new descriptor, or ENFILE, and it is closed, when too many are open: the number of a new
     * one is the lowest that is free. A negated errno is given back.
     */
    int limited(int descriptor) {
        if (descriptor < most) {
            return descriptor;
        }
        Files.close(descriptor);
        return -Errno.ENFILE;
    }

    synchronized void add(int descriptor) {
        descriptors.set(descriptor);
    }

    /** The descriptor of this file handle. */
    synchronized int of(long handle) {
        if (handle < 0 || handle > Integer.MAX_VALUE || !descriptors.get((int) handle)) {
            throw new RefusedRequest(Errno.EBADF, "unknown file handle " + handle);
        }
        return (int) handle;
    }

    void close(long handle) {
        int descriptor = of(handle);
        synchronized (this) {
            descriptors.clear(descriptor);
        }
        Files.close(descriptor);
    }

    synchronized void closeAll() {
        descriptors.stream().forEach(Files::close);
        descriptors.clear();
    }
}
