package safekit.linux.fuse;

import safekit.linux.file.DirectoryEntries;
import safekit.linux.file.FileId;
import safekit.linux.sys.Errno;
import safekit.linux.sys.Memory;
import safekit.linux.sys.OpenFlags;

/** Requests that list directories. Results as in {@link Dispatch}. */
final class DirectoryRequests {
    private static final int CACHE_DIRECTORY = 8;
    private static final int ENTRY_HEADER = 24;
    // An entry grows from at least 24 bytes of the file system to 32, with attributes to 160.
    private static final int GROWTH = 2;
    private static final int GROWTH_WITH_ATTRIBUTES = 7;
    private static final int REFERENCE = OpenFlags.PATH;

    private final Served served;

    DirectoryRequests(Served served) {
        this.served = served;
    }

    int open(Exchange x) {
        FileId file = served.file(x.request.node());
        int flags = OpenFlags.DIRECTORY | OpenFlags.NO_ATIME;
        int descriptor = served.openFiles.limited(served.tree.open(file, flags));
        if (descriptor < 0) {
            return descriptor;
        }
        served.openFiles.add(descriptor);
        x.answer.open(0, descriptor, FileRequests.KEEP_CACHE | CACHE_DIRECTORY, 0);
        return Answer.OPEN_BYTES;
    }

    int read(Exchange x) {
        return read(x, false);
    }

    int readWithAttributes(Exchange x) {
        return read(x, true);
    }

    private int read(Exchange x, boolean attributes) {
        int directory = served.openFiles.of(x.request.longAt(0));
        long offset = x.request.longAt(8);
        int size = x.request.intAt(16);
        if (size < 0 || size > x.answer.capacity) {
            return -Errno.EINVAL;
        }
        int portion = size / (attributes ? GROWTH_WITH_ATTRIBUTES : GROWTH);
        int result = x.entries.start(directory, offset, portion);
        if (result < 0) {
            return result;
        }
        int used = 0;
        do {
            result = x.entries.next();
            if (result <= 0) {
                return used > 0 ? used : result;
            }
            int bytes =
                    attributes
                            ? withAttributes(x, directory, used, size)
                            : plain(x.entries, x.answer.body() + used, size - used);
            if (bytes == 0) {
                return used;
            }
            used += bytes;
        } while (x.entries.buffered());
        return used;
    }

    /** One struct fuse_dirent: its length, or 0 when there is no room. */
    private static int plain(DirectoryEntries entries, long at, int room) {
        byte[] name = entries.name();
        int bytes = (ENTRY_HEADER + name.length + 7) & ~7;
        if (bytes > room) {
            return 0;
        }
        Memory.putLong(at + bytes - 8, 0);
        Memory.putLong(at, entries.inode());
        Memory.putLong(at + 8, entries.offset());
        Memory.putInt(at + 16, name.length);
        Memory.putInt(at + 20, entries.type());
        Memory.put(at + ENTRY_HEADER, name);
        return bytes;
    }

    /** One struct fuse_direntplus; what cannot be looked up goes without its attributes. */
    private int withAttributes(Exchange x, int directory, int used, int size) {
        int header = Answer.ENTRY_BYTES;
        if (size - used < header) {
            return 0;
        }
        int bytes = plain(x.entries, x.answer.body() + used + header, size - used - header);
        if (bytes == 0) {
            return 0;
        }
        Memory.zero(x.answer.body() + used, header);
        if (!x.entries.isDot()) {
            int descriptor = served.tree.openName(directory, x.entries.name(), REFERENCE);
            if (descriptor >= 0 && served.tree.identifyAndClose(descriptor, x.status) == 0) {
                long node = served.node(x.status.inode);
                served.inodes.remember(node, x.status.generation);
                x.answer.entry(used, node, x.status);
            }
        }
        return header + bytes;
    }
}
