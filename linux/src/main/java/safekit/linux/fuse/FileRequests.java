package safekit.linux.fuse;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import safekit.linux.file.FileId;
import safekit.linux.file.LowerFile;
import safekit.linux.sys.Errno;
import safekit.linux.sys.Files;
import safekit.linux.sys.Memory;
import safekit.linux.sys.OpenFlags;

/** Requests on open files. Results as in {@link Dispatch}. */
final class FileRequests {
    /** The kernel keeps the cached pages when the file is opened again. */
    static final int KEEP_CACHE = 2;

    /** The kernel reads and writes the backing file. */
    private static final int PASSTHROUGH = 0x80;

    private static final int WRITE_HEADER = 40;
    private static final int OPEN_KILLS_PRIVILEGES = 1;
    private static final int WRITE_KILLS_PRIVILEGES = 4;
    private static final int DATA_ONLY = 1;
    private static final int KEEP_SIZE = 1;

    private final Served served;

    FileRequests(Served served) {
        this.served = served;
    }

    /**
     * The flags for the file below: only how it is accessed. The kernel does the rest above us:
     * appending, direct and synchronous writing, making and truncating.
     */
    int lowerFlags(int flags) {
        int access = flags & OpenFlags.ACCESS_MODE;
        if (access == OpenFlags.ACCESS_MODE
                || (access == OpenFlags.WRITE_ONLY && served.options.writeback())) {
            // The kernel reads the rest of a page before it can write the page back.
            access = OpenFlags.READ_WRITE;
        }
        return access | OpenFlags.NO_ATIME | OpenFlags.CLOSE_ON_EXEC;
    }

    int open(Exchange x) {
        int flags = x.request.intAt(0);
        int openFlags = x.request.intAt(4);
        FileId file = served.file(x.request.node());
        int descriptor = served.openFiles.limited(served.tree.open(file, lowerFlags(flags)));
        if (descriptor < 0) {
            return descriptor;
        }
        served.unnamed.opened(file.inode());
        opened(x, 0, file, descriptor);
        if ((flags & OpenFlags.TRUNCATE) == 0) {
            return Answer.OPEN_BYTES;
        }
        int kills = openFlags & OPEN_KILLS_PRIVILEGES;
        return truncate(x, file, descriptor, kills, () -> Answer.OPEN_BYTES);
    }

    /** The descriptor becomes a handle of the kernel; writes struct fuse_open_out. */
    void opened(Exchange x, int offset, FileId file, int descriptor) {
        served.openFiles.add(descriptor);
        int backing = Backings.NONE;
        if (served.backings.possible()
                && !served.sink.replicates(file.inode(), file.generation())) {
            backing = served.backings.open(file.inode(), descriptor);
        }
        int flags = backing == Backings.NONE ? KEEP_CACHE : PASSTHROUGH;
        x.answer.open(offset, descriptor, flags, backing);
    }

    /** A file that could not be truncated is not open. */
    private int refused(FileId file, int descriptor, int errno) {
        long ignored = served.unnamed.closed(file.inode());
        close(descriptor);
        return -errno;
    }

    private void close(int descriptor) {
        served.backings.close(descriptor);
        served.openFiles.close(descriptor);
    }

    /** Truncates to nothing as a part of opening; the descriptor is closed when that fails. */
    int truncate(Exchange x, FileId file, int descriptor, int kills, IntSupplier answer) {
        ReentrantLock lock = served.locks.file(file.inode());
        lock.lock();
        try {
            int refused = kills == 0 ? 0 : clearPrivileges(x, file, descriptor);
            if (refused == 0) {
                x.beginData(Change.Kind.TRUNCATE, file.inode(), file.generation());
                refused = x.before();
            }
            if (refused != 0) {
                return refused(file, descriptor, refused);
            }
            int result = LowerFile.truncate(descriptor, 0);
            if (result < 0) {
                return x.commit(refused(file, descriptor, -result));
            }
            x.describeAttributes(descriptor);
            return x.commit(answer.getAsInt());
        } finally {
            lock.unlock();
        }
    }

    int read(Exchange x) {
        int descriptor = served.openFiles.of(x.request.longAt(0));
        long offset = x.request.longAt(8);
        int size = x.request.intAt(16);
        if (size < 0 || size > x.answer.capacity) {
            return -Errno.EINVAL;
        }
        long done = 0;
        while (done < size) {
            long count = Files.read(descriptor, x.answer.body() + done, size - done, offset + done);
            if (count == -Errno.EINTR) {
                continue;
            }
            if (count < 0) {
                // Less than asked would be the end of the file for the kernel.
                return (int) count;
            }
            if (count == 0) {
                break;
            }
            done += count;
        }
        return (int) done;
    }

    int write(Exchange x) {
        int descriptor = served.openFiles.of(x.request.longAt(0));
        long offset = x.request.longAt(8);
        int size = x.request.intAt(16);
        int flags = x.request.intAt(20);
        long data = x.request.at(WRITE_HEADER, size);
        long node = x.request.node();
        long inode = served.inode(node);
        long generation = served.generation(node);
        ReentrantLock lock = served.locks.file(inode);
        lock.lock();
        try {
            if ((flags & WRITE_KILLS_PRIVILEGES) != 0) {
                int refused = clearPrivileges(x, new FileId(inode, generation), descriptor);
                if (refused != 0) {
                    return -refused;
                }
            }
            x.beginData(Change.Kind.WRITE, inode, generation);
            x.change.offset = offset;
            x.change.length = size;
            x.change.data = x.writtenBytes(data, size);
            int refused = x.before();
            if (refused != 0) {
                return -refused;
            }
            return written(x, descriptor, data, offset, size);
        } finally {
            lock.unlock();
        }
    }

    private static int written(Exchange x, int descriptor, long data, long offset, int size) {
        long count = LowerFile.write(descriptor, data, size, offset);
        // Nobody asks for the times here: since Linux 6.13 a time that was looked at makes the next
        // write change the inode, and each fsync then waits for a commit of the journal.
        if (count < 0) {
            return x.commit((int) count);
        }
        Memory.putInt(x.answer.body(), (int) count);
        Memory.putInt(x.answer.body() + 4, 0);
        // Less than asked was written: the application learns how much, the sink that it failed.
        return x.commit(count < size ? Errno.ENOSPC : 0, 8);
    }

    /**
     * Waits for the disk without a lock: everything that was answered before is in the file
     * already.
     */
    int sync(Exchange x) {
        int descriptor = served.openFiles.of(x.request.longAt(0));
        int flags = x.request.intAt(8) & DATA_ONLY;
        long node = x.request.node();
        x.beginData(Change.Kind.SYNC, served.inode(node), served.generation(node));
        x.change.flags = flags;
        int refused = x.before();
        if (refused != 0) {
            return -refused;
        }
        return x.commit(flags == 0 ? Files.sync(descriptor) : Files.syncData(descriptor));
    }

    int syncTree(Exchange x) {
        FileId root = served.tree.root();
        x.beginData(Change.Kind.SYNC, root.inode(), root.generation());
        int refused = x.before();
        return refused == 0 ? x.commit(served.tree.sync()) : -refused;
    }

    int allocate(Exchange x) {
        int descriptor = served.openFiles.of(x.request.longAt(0));
        long offset = x.request.longAt(8);
        long length = x.request.longAt(16);
        int mode = x.request.intAt(24);
        FileId file = served.file(x.request.node());
        ReentrantLock lock = served.locks.file(file.inode());
        lock.lock();
        try {
            // The kernel does not tell whether it would: root keeps them.
            int denied = x.request.uid() == 0 ? 0 : clearPrivileges(x, file, descriptor);
            int known = denied == 0 ? LowerFile.status(descriptor, x.status) : -denied;
            if (known < 0) {
                return known;
            }
            x.beginData(Change.Kind.ALLOCATE, file.inode(), file.generation());
            x.change.offset = offset;
            x.change.length = length;
            x.change.flags = mode;
            int refused = x.before();
            if (refused != 0) {
                return -refused;
            }
            long size = x.status.size;
            int result = Files.allocate(descriptor, mode, offset, length);
            if (result < 0) {
                boolean undone = hasSize(x, descriptor, size);
                x.change.uncertain = !undone || (removesData(mode) && !isRefusal(-result));
            }
            x.describeAttributes(descriptor);
            return x.commit(result);
        } finally {
            lock.unlock();
        }
    }

    /** Gives a file back the size that it had: a disk that fills makes it longer and then fails. */
    private static boolean hasSize(Exchange x, int descriptor, long size) {
        return LowerFile.status(descriptor, x.status) == 0
                && (x.status.size == size || Files.truncate(descriptor, size) == 0);
    }

    private static boolean removesData(int mode) {
        return (mode & ~KEEP_SIZE) != 0;
    }

    /** What was refused at once, so that nothing was done. */
    private static boolean isRefusal(int errno) {
        return errno == Errno.EOPNOTSUPP
                || errno == Errno.EINVAL
                || errno == Errno.EPERM
                || errno == Errno.EFBIG;
    }

    int seek(Exchange x) {
        if (served.options.writeback()) {
            // What is not yet written back would look like a hole.
            return -Errno.ENOSYS;
        }
        int descriptor = served.openFiles.of(x.request.longAt(0));
        long offset = Files.seek(descriptor, x.request.longAt(8), x.request.intAt(16));
        if (offset < 0) {
            return (int) offset;
        }
        Memory.putLong(x.answer.body(), offset);
        return 8;
    }

    /**
     * Whether who asks belongs to this group; further groups are read where the kernel has them.
     */
    private static boolean isMember(Exchange x, int group) {
        return x.request.gid() == group || Groups.of(x.request.pid()).contains(group);
    }

    int release(Exchange x) {
        int descriptor = served.openFiles.of(x.request.longAt(0));
        long inode = served.inode(x.request.node());
        long generation = served.unnamed.closed(inode);
        boolean last = generation >= 0 && LowerFile.status(descriptor, x.status) == 0;
        if (last && x.status.links == 0) {
            served.sink.gone(inode, generation);
        }
        close(descriptor);
        return 0;
    }

    /**
     * Takes set-user-ID and set-group-ID away, as the kernel does when somebody writes who may not
     * give them; set-group-ID without the right to execute is left to members of the group. A
     * change of its own, under the lock of the file; gives an errno or 0.
     */
    int clearPrivileges(Exchange x, FileId file, int descriptor) {
        if (LowerFile.status(descriptor, x.status) < 0) {
            return Errno.EIO;
        }
        int mode = x.status.mode & ~04000;
        boolean setsGroup = (mode & 02000) != 0;
        if (setsGroup && ((mode & 0010) != 0 || !isMember(x, x.status.gid))) {
            mode &= ~02000;
        }
        if (mode == x.status.mode) {
            return 0;
        }
        return setMode(x, file, descriptor, mode);
    }

    /** Takes set-group-ID away: as {@link #clearPrivileges}, but it takes the lock itself. */
    int clearGroup(Exchange x, FileId file, int descriptor) {
        ReentrantLock lock = served.locks.file(file.inode());
        lock.lock();
        try {
            if (LowerFile.status(descriptor, x.status) < 0) {
                return Errno.EIO;
            }
            int mode = x.status.mode & ~02000;
            return mode == x.status.mode ? 0 : setMode(x, file, descriptor, mode);
        } finally {
            lock.unlock();
        }
    }

    private static int setMode(Exchange x, FileId file, int descriptor, int mode) {
        x.beginData(Change.Kind.ATTRIBUTES, file.inode(), file.generation());
        x.change.mask = Change.MODE;
        x.change.mode = mode;
        int refused = x.before();
        if (refused == 0) {
            int result = LowerFile.setMode(descriptor, mode & 07777);
            x.describeAttributes(descriptor);
            x.commitPart(result);
        }
        return refused;
    }
}
