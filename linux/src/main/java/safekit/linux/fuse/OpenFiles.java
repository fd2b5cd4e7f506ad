package safekit.linux.fuse;

import java.util.BitSet;
import safekit.linux.sys.Errno;
import safekit.linux.sys.Files;

/**
 * The descriptors that were given to the kernel as file handles. No other number in a request
 * reaches a file of this process. Thread-safe.
 */
final class OpenFiles {
    private final BitSet descriptors = new BitSet();

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
