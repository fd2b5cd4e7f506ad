package safekit.linux.fuse;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntUnaryOperator;
import safekit.linux.file.FileId;
import safekit.linux.file.LowerFile;
import safekit.linux.sys.Attributes;
import safekit.linux.sys.Errno;
import safekit.linux.sys.Files;
import safekit.linux.sys.Memory;
import safekit.linux.sys.Scratch;

/** Requests on attributes and extended attributes. Results as in {@link Dispatch}. */
final class AttributeRequests {
    private static final int GETATTR_BY_HANDLE = 1;
    private static final int MODE = 1;
    private static final int UID = 2;
    private static final int GID = 4;
    private static final int SIZE = 8;
    private static final int ATIME = 0x10;
    private static final int MTIME = 0x20;
    private static final int BY_HANDLE = 0x40;
    private static final int ATIME_NOW = 0x80;
    private static final int MTIME_NOW = 0x100;
    private static final int LOCK_OWNER = 0x200;
    private static final int ACL_KILLS_GROUP = 1;
    private static final byte[] ACCESS_LIST =
            "system.posix_acl_access".getBytes(StandardCharsets.US_ASCII);
    private static final int CTIME = 0x400;
    private static final long NEARLY_NANOS = 10_000_000;
    private static final int KILLS_PRIVILEGES = 0x800;
    private static final int SPACE_BYTES = 80;
    private static final byte[] OWN = FuseMount.OWN_ATTRIBUTES.getBytes(StandardCharsets.US_ASCII);

    private final Served served;
    private final FileRequests files;

    AttributeRequests(Served served, FileRequests files) {
        this.served = served;
        this.files = files;
    }

    int attributes(Exchange x) {
        int result;
        if ((x.request.intAt(0) & GETATTR_BY_HANDLE) != 0) {
            result = LowerFile.status(served.openFiles.of(x.request.longAt(8)), x.status);
        } else {
            FileId file = served.file(x.request.node());
            result = by(file, descriptor -> LowerFile.status(descriptor, x.status));
        }
        return result < 0 ? result : answered(x);
    }

    int setAttributes(Exchange x) {
        int valid = x.request.intAt(0);
        x.request.at(0, 88);
        FileId file = served.file(x.request.node());
        ReentrantLock lock = served.locks.file(file.inode());
        lock.lock();
        try {
            if ((valid & BY_HANDLE) != 0) {
                return set(x, file, served.openFiles.of(x.request.longAt(8)), valid);
            }
            return by(file, descriptor -> set(x, file, descriptor, valid));
        } finally {
            lock.unlock();
        }
    }

    /** The size first, then the rest: two changes when both are asked. */
    private int set(Exchange x, FileId file, int descriptor, int valid) {
        boolean size = (valid & SIZE) != 0;
        boolean rest = (valid & (MODE | UID | GID | ATIME | MTIME)) != 0;
        if (served.options.writeback() && isOwnTime(valid) && hasNearly(x, descriptor)) {
            return answered(x);
        }
        boolean byRoot = (valid & (UID | GID)) != 0 && x.request.uid() == 0;
        if ((valid & KILLS_PRIVILEGES) != 0 && !byRoot) { // For root chown below does it.
            int refused = files.clearPrivileges(x, file, descriptor);
            if (refused != 0) {
                return -refused;
            }
        }
        if (size) {
            x.beginData(Change.Kind.TRUNCATE, file.inode(), file.generation());
            x.change.offset = x.request.longAt(16);
            int refused = x.before();
            if (refused != 0) {
                return -refused;
            }
            int result = LowerFile.truncate(descriptor, x.change.offset);
            x.describeAttributes(descriptor);
            if (!rest || result < 0) {
                return x.commit(result < 0 ? result : answered(x));
            }
            x.commitPart(result);
        }
        if ((valid & ~(BY_HANDLE | LOCK_OWNER | CTIME)) == 0) {
            // A chown that leaves owner and group takes set-user-ID away all the same, but only for
            // the owner. The same comes before a write of anybody, which then takes it itself.
            int known = LowerFile.status(descriptor, x.status);
            boolean foreign = x.request.uid() != 0 && x.request.uid() != x.status.uid;
            if (known < 0 || foreign) {
                return known < 0 ? known : answered(x);
            }
            return setRest(x, file, descriptor, valid, true);
        }
        if (!rest) {
            int result = LowerFile.status(descriptor, x.status);
            return result < 0 ? result : answered(x);
        }
        return setRest(x, file, descriptor, valid, (valid & (UID | GID)) != 0);
    }

    /** With writeback the kernel tells after the data when they were written. */
    private static boolean isOwnTime(int valid) {
        return (valid & ~(LOCK_OWNER | CTIME)) == (MTIME | BY_HANDLE);
    }

    /**
     * Whether the file's own time is that of the request or a few milliseconds younger: to set it
     * again would double the cost of an fsync.
     */
    private static boolean hasNearly(Exchange x, int descriptor) {
        if (LowerFile.status(descriptor, x.status) != 0) {
            return false;
        }
        long wanted = x.request.longAt(40) * 1_000_000_000 + x.request.intAt(60);
        long younger = x.status.mtime() - wanted;
        return younger >= 0 && younger < NEARLY_NANOS;
    }

    private int setRest(Exchange x, FileId file, int descriptor, int valid, boolean owner) {
        x.beginData(Change.Kind.ATTRIBUTES, file.inode(), file.generation());
        x.change.mask = mask(valid) | (owner ? Change.MODE : 0);
        x.change.mode = x.request.intAt(68);
        x.change.uid = x.request.intAt(76);
        x.change.gid = x.request.intAt(80);
        int refused = x.before();
        if (refused != 0) {
            return -refused;
        }
        int result = apply(x, descriptor, valid, owner);
        x.describeAttributes(descriptor);
        if (result < 0 && hasSteps(valid)) {
            // The owner may have changed before the mode was refused: the sink tells what is now.
            return x.commit(0, result);
        }
        return x.commit(result < 0 ? result : answered(x));
    }

    /** Whether {@link #apply} makes more than one call. */
    private static boolean hasSteps(int valid) {
        int owner = (valid & (UID | GID)) != 0 ? 1 : 0;
        int mode = (valid & MODE) != 0 ? 1 : 0;
        int times = (valid & (ATIME | MTIME)) != 0 ? 1 : 0;
        return owner + mode + times > 1;
    }

    /** What a change of the owner takes from the mode is told too. */
    private static int mask(int valid) {
        return ((valid & MODE) != 0 ? Change.MODE : 0)
                | ((valid & UID) != 0 ? Change.UID : 0)
                | ((valid & GID) != 0 ? Change.GID : 0)
                | ((valid & ATIME) != 0 ? Change.ATIME : 0)
                | ((valid & MTIME) != 0 ? Change.MTIME : 0);
    }

    private static int apply(Exchange x, int descriptor, int valid, boolean owner) {
        int result = 0;
        if (owner) {
            int uid = (valid & UID) != 0 ? x.request.intAt(76) : -1;
            int gid = (valid & GID) != 0 ? x.request.intAt(80) : -1;
            result = LowerFile.setOwner(descriptor, uid, gid);
        }
        if (result == 0 && (valid & MODE) != 0) {
            result = LowerFile.setMode(descriptor, x.request.intAt(68) & 07777);
        }
        if (result == 0 && (valid & (ATIME | MTIME)) != 0) {
            int atime = nanos(valid, ATIME, ATIME_NOW, x.request.intAt(56));
            int mtime = nanos(valid, MTIME, MTIME_NOW, x.request.intAt(60));
            result =
                    LowerFile.setTimes(
                            descriptor, x.request.longAt(32), atime, x.request.longAt(40), mtime);
        }
        return result;
    }

    private static int nanos(int valid, int given, int now, int nanos) {
        if ((valid & given) == 0) {
            return Attributes.OMIT;
        }
        return (valid & now) != 0 ? Attributes.NOW : nanos;
    }

    private static int answered(Exchange x) {
        x.answer.attributes(x.status);
        return Answer.ATTRIBUTES_BYTES;
    }

    int readLink(Exchange x) {
        FileId file = served.file(x.request.node());
        int room = Scratch.PATH_BYTES;
        return by(file, descriptor -> LowerFile.readLink(descriptor, x.answer.body(), room));
    }

    int setExtended(Exchange x) {
        int size = x.request.intAt(0);
        int flags = x.request.intAt(4);
        int header = served.extendedXattr ? 16 : 8;
        byte[] name = x.request.nameAt(header);
        // The kernel says it for a list of defaults too, which changes no mode.
        boolean killsGroup =
                header == 16
                        && (x.request.intAt(8) & ACL_KILLS_GROUP) != 0
                        && Arrays.equals(name, ACCESS_LIST);
        byte[] value = x.request.bytesAt(header + name.length + 1, size);
        if (killsGroup) {
            FileId file = served.file(x.request.node());
            int refused = by(file, descriptor -> -files.clearGroup(x, file, descriptor));
            if (refused != 0) {
                return refused;
            }
        }
        return changeExtended(
                x,
                Change.Kind.SET_XATTR,
                flags,
                name,
                value,
                descriptor -> LowerFile.setExtended(descriptor, name, value, flags));
    }

    int removeExtended(Exchange x) {
        byte[] name = x.request.nameAt(0);
        return changeExtended(
                x,
                Change.Kind.REMOVE_XATTR,
                0,
                name,
                new byte[0],
                descriptor -> LowerFile.removeExtended(descriptor, name));
    }

    private int changeExtended(
            Exchange x,
            Change.Kind kind,
            int flags,
            byte[] name,
            byte[] value,
            IntUnaryOperator local) {
        FileId file = served.file(x.request.node());
        if (isOwn(name)) {
            return -Errno.EPERM;
        }
        ReentrantLock lock = served.locks.file(file.inode());
        lock.lock();
        try {
            x.beginData(kind, file.inode(), file.generation());
            x.change.flags = flags;
            x.change.xattrName = name;
            x.change.xattrValue = value;
            int refused = x.before();
            return refused == 0 ? x.commit(by(file, local)) : -refused;
        } finally {
            lock.unlock();
        }
    }

    int extended(Exchange x) {
        int size = x.request.intAt(0);
        byte[] name = x.request.nameAt(8);
        FileId file = served.file(x.request.node());
        if (isOwn(name)) {
            return -Errno.ENODATA;
        }
        int room = room(x, size);
        return sized(x, size, by(file, fd -> LowerFile.extended(fd, name, x.answer.body(), room)));
    }

    int extendedNames(Exchange x) {
        int size = x.request.intAt(0);
        FileId file = served.file(x.request.node());
        int all = x.answer.capacity;
        int result = by(file, fd -> LowerFile.extendedNames(fd, x.answer.body(), all));
        int length = result < 0 ? result : withoutOwn(x.answer.body(), result);
        return size != 0 && length > size ? -Errno.ERANGE : sized(x, size, length);
    }

    /** Takes our own names out of so many bytes of names, each closed with NUL: how many remain. */
    private static int withoutOwn(long names, int length) {
        int kept = 0;
        int start = 0;
        for (int at = 0; at < length; at++) {
            if (Memory.byteAt(names + at) == 0) {
                int bytes = at + 1 - start;
                if (!isOwn(Memory.bytesAt(names + start, bytes))) {
                    Memory.copy(names + start, names + kept, bytes);
                    kept += bytes;
                }
                start = at + 1;
            }
        }
        return kept;
    }

    private static boolean isOwn(byte[] name) {
        return name.length >= OWN.length && Arrays.equals(name, 0, OWN.length, OWN, 0, OWN.length);
    }

    private static int room(Exchange x, int size) {
        return Math.clamp(size, 0, x.answer.capacity);
    }

    /** Without room only the length is told. */
    private static int sized(Exchange x, int size, int result) {
        if (result < 0 || size != 0) {
            return result;
        }
        Memory.putInt(x.answer.body(), result);
        Memory.putInt(x.answer.body() + 4, 0);
        return 8;
    }

    int space(Exchange x) {
        long from = Scratch.mine().structure();
        int result = Attributes.space(served.tree.descriptor(), from);
        if (result < 0) {
            return result;
        }
        long to = x.answer.body();
        Memory.zero(to, SPACE_BYTES);
        // From struct statfs: blocks, free, available, files, free files.
        Memory.copy(from + 16, to, 40);
        Memory.putInt(to + 40, (int) Memory.longAt(from + 8));
        Memory.putInt(to + 44, (int) Memory.longAt(from + 64));
        Memory.putInt(to + 48, (int) Memory.longAt(from + 72));
        return SPACE_BYTES;
    }

    private int by(FileId file, IntUnaryOperator use) {
        int descriptor = served.tree.reference(file);
        if (descriptor < 0) {
            return descriptor;
        }
        try {
            return use.applyAsInt(descriptor);
        } finally {
            Files.close(descriptor);
        }
    }
}
