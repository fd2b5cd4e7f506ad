package safekit.linux.fuse;

import safekit.linux.sys.Files;

/**
 * A descriptor of /dev/fuse. After {@link #close} answers that come late go nowhere, so that they
 * cannot meet another file with the same number.
 */
final class DeviceChannel implements Channel {
    private final int descriptor;
    private boolean closed;

    DeviceChannel(int descriptor) {
        this.descriptor = descriptor;
    }

    int descriptor() {
        return descriptor;
    }

    @Override
    public synchronized void write(long address, int length) {
        if (!closed) {
            // An error means that the kernel does not wait any more: it gave up or was unmounted.
            long ignored = Files.write(descriptor, address, length);
        }
    }

    synchronized void close() {
        if (!closed) {
            closed = true;
            Files.close(descriptor);
        }
    }
}
