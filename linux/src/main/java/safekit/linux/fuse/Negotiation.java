package safekit.linux.fuse;

import safekit.linux.sys.Errno;
import safekit.linux.sys.Memory;

/** The first request: what the kernel offers and what is taken. */
final class Negotiation {
    private static final int MAJOR = 7;
    private static final int MINOR = 45;
    // Attributes of times in nanoseconds, INIT_EXT and MAX_PAGES: kernel 4.20.
    private static final int OLDEST_MINOR = 28;
    private static final int BODY_BYTES = 64;
    private static final int MAXIMUM_READAHEAD = 1 << 20;
    private static final int MAXIMUM_BACKGROUND = 64;
    private static final int CONGESTION = 48;
    private static final int PAGES = Exchange.MAXIMUM_WRITE / 4096;

    private static final int WRITEBACK_CACHE = 1 << 16;
    private static final int FLAGS_2 = 16;
    private static final int PASSTHROUGH = 1 << (37 - 32);
    private static final int REQUEST_TIMEOUT = 1 << (42 - 32);

    private Negotiation() {}

    static int answer(Exchange x, Served served) {
        FuseOptions options = served.options;
        int major = x.request.intAt(0);
        int minor = x.request.intAt(4);
        int readahead = x.request.intAt(8);
        int offered = x.request.intAt(12);
        if (major < MAJOR || (major == MAJOR && minor < OLDEST_MINOR)) {
            return -Errno.EPROTO;
        }
        long at = x.answer.body();
        Memory.zero(at, BODY_BYTES);
        Memory.putInt(at, MAJOR);
        Memory.putInt(at + 4, Math.min(minor, MINOR));
        if (major > MAJOR) {
            // The kernel asks again in our version.
            Memory.putInt(at + 4, MINOR);
            return BODY_BYTES;
        }
        int wanted = options.writeback() ? InitFlags.TAKEN | WRITEBACK_CACHE : InitFlags.TAKEN;
        Memory.putInt(at + 8, Math.max(readahead, MAXIMUM_READAHEAD));
        Memory.putInt(at + 12, wanted & offered);
        served.extendedXattr = (offered & InitFlags.SETXATTR_EXT) != 0;
        Memory.putShort(at + 16, (short) MAXIMUM_BACKGROUND);
        Memory.putShort(at + 18, (short) CONGESTION);
        Memory.putInt(at + 20, Exchange.MAXIMUM_WRITE);
        Memory.putInt(at + 24, 1);
        Memory.putShort(at + 28, (short) PAGES);
        if ((offered & InitFlags.EXTENDED) != 0 && x.request.has(FLAGS_2 + 4)) {
            extended(x, served, at);
        }
        return BODY_BYTES;
    }

    /** The flags above 31, and what belongs to them. */
    private static void extended(Exchange x, Served served, long at) {
        int offered = x.request.intAt(FLAGS_2);
        int taken = 0;
        if ((offered & PASSTHROUGH) != 0 && !served.options.writeback()) {
            taken |= PASSTHROUGH;
            Memory.putInt(at + 36, 1); // max_stack_depth: what is below us is not stacked.
            served.backings.enable();
        }
        if ((offered & REQUEST_TIMEOUT) != 0) {
            taken |= REQUEST_TIMEOUT;
            Memory.putShort(at + 40, (short) served.options.requestTimeout().toSeconds());
        }
        Memory.putInt(at + 32, taken);
    }
}
