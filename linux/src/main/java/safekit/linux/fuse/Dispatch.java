package safekit.linux.fuse;

import safekit.linux.sys.Errno;

/**
 * Serves one request after the other. The result of serving is the length of the answer's body, a
 * negated errno, or {@link Exchange#ANSWERED}. One for all workers; thread-safe.
 */
final class Dispatch {
    private final Served served;
    private final FileRequests files;
    private final NameRequests names;
    private final AttributeRequests attributes;
    private final DirectoryRequests directories;

    Dispatch(Served served) {
        this.served = served;
        files = new FileRequests(served);
        names = new NameRequests(served, files);
        attributes = new AttributeRequests(served, files);
        directories = new DirectoryRequests(served);
    }

    /** Serves the request of so many bytes in the exchange's buffer, and answers it. */
    void serve(Exchange x, int length) {
        int result;
        try {
            x.request.reset(x.requestAddress, length);
            result = result(x);
        } catch (RefusedRequest refused) {
            if (x.changing()) {
                throw new IllegalStateException("refused in the middle of a change", refused);
            }
            result = -refused.errno;
        }
        boolean awaited = length >= Request.HEADER_BYTES && isAwaited(x.request.opcode());
        if (result != Exchange.ANSWERED && awaited) {
            x.reply(x.request.unique(), result);
        }
    }

    private static boolean isAwaited(int opcode) {
        return opcode != Opcode.FORGET
                && opcode != Opcode.BATCH_FORGET
                && opcode != Opcode.INTERRUPT;
    }

    private int result(Exchange x) {
        return switch (x.request.opcode()) {
            case Opcode.READ -> files.read(x);
            case Opcode.WRITE -> files.write(x);
            case Opcode.FSYNC, Opcode.FSYNCDIR -> files.sync(x);
            case Opcode.LOOKUP -> names.lookup(x);
            case Opcode.GETATTR -> attributes.attributes(x);
            case Opcode.SETATTR -> attributes.setAttributes(x);
            case Opcode.OPEN -> files.open(x);
            case Opcode.RELEASE, Opcode.RELEASEDIR -> files.release(x);
            case Opcode.OPENDIR -> directories.open(x);
            case Opcode.READDIR -> directories.read(x);
            case Opcode.READDIRPLUS -> directories.readWithAttributes(x);
            case Opcode.FORGET -> names.forget(x);
            case Opcode.BATCH_FORGET -> names.batchForget(x);
            case Opcode.FALLOCATE -> files.allocate(x);
            case Opcode.LSEEK -> files.seek(x);
            case Opcode.SYNCFS -> files.syncTree(x);
            case Opcode.STATFS -> attributes.space(x);
            case Opcode.READLINK -> attributes.readLink(x);
            case Opcode.INIT -> Negotiation.answer(x, served);
            case Opcode.DESTROY, Opcode.INTERRUPT -> 0;
            default -> rare(x);
        };
    }

    private int rare(Exchange x) {
        return switch (x.request.opcode()) {
            case Opcode.CREATE -> names.create(x);
            case Opcode.TMPFILE -> names.temporaryFile(x);
            case Opcode.MKDIR -> names.makeDirectory(x);
            case Opcode.MKNOD -> names.makeNode(x);
            case Opcode.SYMLINK -> names.makeSymlink(x);
            case Opcode.LINK -> names.link(x);
            case Opcode.UNLINK -> names.unlink(x);
            case Opcode.RMDIR -> names.removeDirectory(x);
            case Opcode.RENAME -> names.rename(x);
            case Opcode.RENAME2 -> names.rename2(x);
            case Opcode.SETXATTR -> attributes.setExtended(x);
            case Opcode.GETXATTR -> attributes.extended(x);
            case Opcode.LISTXATTR -> attributes.extendedNames(x);
            case Opcode.REMOVEXATTR -> attributes.removeExtended(x);
            // The kernel remembers this answer and does without, or does it itself: FLUSH, ACCESS,
            // COPY_FILE_RANGE, STATX, POLL, BMAP, IOCTL (ENOTTY for the application).
            default -> -Errno.ENOSYS;
        };
    }
}
