package safekit.linux.fuse;

import java.util.function.IntSupplier;
import safekit.linux.file.FileId;
import safekit.linux.file.FileStatus;
import safekit.linux.file.LowerFile;
import safekit.linux.file.LowerTree;
import safekit.linux.sys.Errno;
import safekit.linux.sys.Files;
import safekit.linux.sys.OpenFlags;

/** Requests that look up, make, move or remove names. Results as in {@link Dispatch}. */
final class NameRequests {
    private static final int NO_REPLACE = 1;
    private static final int EXCHANGE_NAMES = 2;
    private static final int WHITEOUT = 4;

    private final Served served;
    private final LowerTree tree;
    private final FileRequests files;

    NameRequests(Served served, FileRequests files) {
        this.served = served;
        this.tree = served.tree;
        this.files = files;
    }

    int lookup(Exchange x) {
        FileId parent = served.file(x.request.node());
        int result = tree.lookup(parent, x.request.nameAt(0), x.status);
        if (result == -Errno.ENOENT) {
            x.answer.noEntry(0);
            return Answer.ENTRY_BYTES;
        }
        return result < 0 ? result : entry(x);
    }

    int forget(Exchange x) {
        served.inodes.forget(x.request.node(), x.request.longAt(0));
        return Exchange.ANSWERED;
    }

    int batchForget(Exchange x) {
        int count = x.request.intAt(0);
        for (int i = 0; i < count; i++) {
            long node = x.request.longAt(8 + 16 * i);
            served.inodes.forget(node, x.request.longAt(16 + 16 * i));
        }
        return Exchange.ANSWERED;
    }

    int makeDirectory(Exchange x) {
        int mode = x.request.intAt(0);
        int umask = x.request.intAt(4);
        byte[] name = x.request.nameAt(8);
        FileId parent = begin(x, Change.Kind.MKDIR, name, mode & ~umask);
        return change(x, () -> made(x, umask, () -> tree.makeDirectory(parent, name, mode)));
    }

    int makeNode(Exchange x) {
        int mode = x.request.intAt(0);
        int device = x.request.intAt(4);
        int umask = x.request.intAt(8);
        byte[] name = x.request.nameAt(16);
        FileId parent = begin(x, Change.Kind.MKNOD, name, mode & ~umask);
        x.change.device = device;
        return change(x, () -> made(x, umask, () -> tree.makeNode(parent, name, mode, device)));
    }

    int makeSymlink(Exchange x) {
        byte[] name = x.request.nameAt(0);
        byte[] target = x.request.nameAt(name.length + 1);
        FileId parent = begin(x, Change.Kind.SYMLINK, name, 0);
        x.change.target = target;
        return change(x, () -> made(x, 0, () -> tree.makeSymlink(parent, name, target)));
    }

    /** Makes and opens a file; opens the one that exists when the caller allows it. */
    int create(Exchange x) {
        int flags = x.request.intAt(0);
        int mode = x.request.intAt(4);
        int umask = x.request.intAt(8);
        byte[] name = x.request.nameAt(16);
        FileId parent = begin(x, Change.Kind.CREATE, name, mode & ~umask);
        int room = served.room();
        if (room < 0) {
            return room;
        }
        served.locks.names().lock();
        try {
            int refused = x.before();
            if (refused != 0) {
                return -refused;
            }
            int lower = files.lowerFlags(flags) | OpenFlags.CREATE | OpenFlags.EXCLUSIVE;
            int descriptor = asCaller(x, umask, () -> tree.openName(parent, name, lower, mode));
            if (descriptor == -Errno.EEXIST && (flags & OpenFlags.EXCLUSIVE) == 0) {
                x.commitPart(descriptor);
                return openExisting(x, parent, name, flags);
            }
            return x.commit(descriptor < 0 ? descriptor : created(x, descriptor));
        } finally {
            served.locks.names().unlock();
        }
    }

    int temporaryFile(Exchange x) {
        int flags = x.request.intAt(0);
        int mode = x.request.intAt(4);
        int umask = x.request.intAt(8);
        FileId parent = begin(x, Change.Kind.TMPFILE, new byte[0], mode & ~umask);
        int lower = files.lowerFlags(flags) | (flags & OpenFlags.EXCLUSIVE);
        return change(
                x,
                () -> {
                    int descriptor =
                            served.openFiles.limited(
                                    asCaller(
                                            x,
                                            umask,
                                            () -> tree.temporaryFile(parent, lower, mode)));
                    int body = descriptor < 0 ? descriptor : created(x, descriptor);
                    if (body > 0) {
                        served.unnamed.made(x.status.inode, x.status.generation);
                    }
                    return body;
                });
    }

    int link(Exchange x) {
        FileId file = served.file(x.request.longAt(0));
        byte[] name = x.request.nameAt(8);
        FileId parent = begin(x, Change.Kind.LINK, name, 0);
        x.change.inode = file.inode();
        x.change.generation = file.generation();
        return change(
                x,
                () -> {
                    int descriptor = tree.reference(file);
                    if (descriptor < 0) {
                        return descriptor;
                    }
                    int result = tree.link(descriptor, parent, name);
                    if (result == 0) {
                        result = tree.identify(descriptor, x.status);
                        x.change.uncertain = result < 0;
                    }
                    Files.close(descriptor);
                    return result < 0 ? result : describedEntry(x);
                });
    }

    int unlink(Exchange x) {
        byte[] name = x.request.nameAt(0);
        FileId parent = begin(x, Change.Kind.UNLINK, name, 0);
        return remove(x, parent, name, () -> tree.unlink(parent, name));
    }

    int removeDirectory(Exchange x) {
        byte[] name = x.request.nameAt(0);
        FileId parent = begin(x, Change.Kind.RMDIR, name, 0);
        return remove(x, parent, name, () -> tree.removeDirectory(parent, name));
    }

    int rename(Exchange x) {
        return rename(x, 0, 8);
    }

    int rename2(Exchange x) {
        int flags = x.request.intAt(8);
        boolean known = (flags & ~(NO_REPLACE | EXCHANGE_NAMES | WHITEOUT)) == 0;
        boolean exchanges = (flags & EXCHANGE_NAMES) != 0;
        if (!known || (exchanges && flags != EXCHANGE_NAMES)) {
            return -Errno.EINVAL;
        }
        return rename(x, flags, 16);
    }

    private int rename(Exchange x, int flags, int names) {
        long newNode = x.request.longAt(0);
        byte[] name = x.request.nameAt(names);
        byte[] newName = x.request.nameAt(names + name.length + 1);
        FileId parent = begin(x, Change.Kind.RENAME, name, 0);
        FileId newParent = served.file(newNode);
        x.change.newParentInode = newParent.inode();
        x.change.newParentGeneration = newParent.generation();
        x.change.newName = newName;
        x.change.flags = flags;
        served.locks.names().lock();
        try {
            int found = tree.lookup(parent, name, x.status);
            if (found < 0) {
                return found;
            }
            x.change.inode = x.status.inode;
            x.change.generation = x.status.generation;
            int replaced = tree.referenceName(newParent, newName);
            int refused = x.before();
            int result = -refused;
            if (refused == 0) {
                IntSupplier local = () -> tree.rename(parent, name, newParent, newName, flags);
                // A whiteout is a new node, of whoever asks.
                result = (flags & WHITEOUT) != 0 ? asCaller(x, 0, local) : local.getAsInt();
            }
            // What was exchanged keeps a name.
            boolean lost = result == 0 && (flags & EXCHANGE_NAMES) == 0;
            letGo(replaced, lost, x.status);
            return refused == 0 ? x.commit(result) : result;
        } finally {
            served.locks.names().unlock();
        }
    }

    private int remove(Exchange x, FileId parent, byte[] name, IntSupplier local) {
        served.locks.names().lock();
        try {
            int descriptor = tree.referenceName(parent, name);
            if (descriptor < 0) {
                return descriptor;
            }
            int found = tree.identify(descriptor, x.status);
            if (found < 0) {
                Files.close(descriptor);
                return found;
            }
            x.change.inode = x.status.inode;
            x.change.generation = x.status.generation;
            int refused = x.before();
            int result = refused == 0 ? local.getAsInt() : -refused;
            letGo(descriptor, result == 0, x.status);
            return refused == 0 ? x.commit(result) : result;
        } finally {
            served.locks.names().unlock();
        }
    }

    /** Closes the reference to a file that lost a name; pins the file when that was its last. */
    private void letGo(int descriptor, boolean lost, FileStatus status) {
        if (descriptor < 0) {
            return;
        }
        if (lost && LowerFile.status(descriptor, status) == 0 && isGone(status)) {
            served.inodes.pin(status.inode, descriptor);
        } else {
            Files.close(descriptor);
        }
    }

    private static boolean isGone(FileStatus status) {
        // A removed directory keeps a link count of 1 or 2 on some file systems.
        return status.links == 0 || status.isDirectory();
    }

    private FileId begin(Exchange x, Change.Kind kind, byte[] name, int mode) {
        FileId parent = served.file(x.request.node());
        x.beginName(kind, parent, name);
        x.change.mode = mode;
        x.change.uid = x.request.uid();
        x.change.gid = x.request.gid();
        return parent;
    }

    private int change(Exchange x, IntSupplier local) {
        served.locks.names().lock();
        try {
            int refused = x.before();
            return refused == 0 ? x.commit(local.getAsInt()) : -refused;
        } finally {
            served.locks.names().unlock();
        }
    }

    private int made(Exchange x, int umask, IntSupplier local) {
        int result = asCaller(x, umask, local);
        if (result == 0) {
            FileId parent = new FileId(x.change.parentInode, x.change.parentGeneration);
            result = tree.lookup(parent, x.change.name, x.status);
            x.change.uncertain = result < 0;
        }
        return result < 0 ? result : describedEntry(x);
    }

    private static int asCaller(Exchange x, int umask, IntSupplier local) {
        int uid = x.request.uid();
        int gid = x.request.gid();
        x.credentials.assume(uid, gid, umask);
        try {
            return local.getAsInt();
        } finally {
            x.credentials.restore(uid, gid);
        }
    }

    private int created(Exchange x, int descriptor) {
        int result = tree.identify(descriptor, x.status);
        if (result < 0) {
            x.change.uncertain = true;
            Files.close(descriptor);
            return result;
        }
        x.describe();
        return entryAndOpen(x, descriptor);
    }

    private int openExisting(Exchange x, FileId parent, byte[] name, int flags) {
        int descriptor = tree.openName(parent, name, files.lowerFlags(flags), 0);
        if (descriptor < 0) {
            return descriptor;
        }
        int result = tree.identify(descriptor, x.status);
        if (result < 0) {
            Files.close(descriptor);
            return result;
        }
        int body = entryAndOpen(x, descriptor);
        if ((flags & OpenFlags.TRUNCATE) == 0) {
            return body;
        }
        // The sizes in the entry are those after the change.
        return files.truncate(x, x.status.id(), descriptor, 0, () -> refresh(x, descriptor, body));
    }

    private int refresh(Exchange x, int descriptor, int body) {
        LowerFile.status(descriptor, x.status);
        x.answer.entry(0, served.node(x.status.inode), x.status);
        return body;
    }

    private int entryAndOpen(Exchange x, int descriptor) {
        entry(x);
        files.opened(x, Answer.ENTRY_BYTES, x.status.id(), descriptor);
        return Answer.ENTRY_BYTES + Answer.OPEN_BYTES;
    }

    private int describedEntry(Exchange x) {
        x.describe();
        return entry(x);
    }

    private int entry(Exchange x) {
        long node = served.node(x.status.inode);
        if (node != Served.ROOT) {
            served.inodes.remember(node, x.status.generation);
        }
        x.answer.entry(0, node, x.status);
        return Answer.ENTRY_BYTES;
    }
}
