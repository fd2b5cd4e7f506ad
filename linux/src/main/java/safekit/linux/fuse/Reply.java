package safekit.linux.fuse;

/** The answer to one request of the application, ready to be sent. Thread-safe; one use. */
public interface Reply {
    /** Sends the result that the local file system gave. */
    void send();

    /** Sends this errno instead, although the change was made. */
    void fail(int errno);
}
