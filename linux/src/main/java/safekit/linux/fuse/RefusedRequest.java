package safekit.linux.fuse;

/** A request that cannot be served as it stands: the worker answers this errno. */
final class RefusedRequest extends RuntimeException {
    private static final long serialVersionUID = 1;

    final int errno;

    RefusedRequest(int errno, String reason) {
        super(reason, null, false, false);
        this.errno = errno;
    }
}
