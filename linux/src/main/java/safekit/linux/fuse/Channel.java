package safekit.linux.fuse;

/** Where answers go: the descriptor from which the request was read. Thread-safe. */
interface Channel {
    /** Sends one whole answer from native memory. */
    void write(long address, int length);
}
