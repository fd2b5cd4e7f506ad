package safekit.linux.file;

import safekit.linux.sys.Attributes;
import safekit.linux.sys.Directories;
import safekit.linux.sys.Errno;
import safekit.linux.sys.Files;
import safekit.linux.sys.Memory;
import safekit.linux.sys.Scratch;

/**
 * Changes and reads one file of a {@link LowerTree} through a descriptor, which may be of O_PATH
 * where nothing else is said. Results are 0 or a length, or the negated errno. Thread-safe.
 */
public final class LowerFile {
    private LowerFile() {}

    /** Fills everything but the generation. Allocates nothing. */
    public static int status(int descriptor, FileStatus into) {
        Scratch scratch = Scratch.mine();
        long statx = scratch.structure();
        long empty = scratch.secondPath(LowerTree.EMPTY);
        int result = Attributes.status(descriptor, empty, Directories.EMPTY_PATH, statx);
        if (result == 0) {
            into.readStatx(statx);
        }
        return result;
    }

    /** Writes everything to a descriptor open for writing: the length, or less with an error. */
    public static long write(int descriptor, long address, long length, long offset) {
        long done = 0;
        while (done < length) {
            long count = Files.write(descriptor, address + done, length - done, offset + done);
            if (count == -Errno.EINTR) {
                continue;
            }
            if (count <= 0) {
                return done > 0 ? done : count;
            }
            done += count;
        }
        return done;
    }

    public static int truncate(int descriptor, long size) {
        return Files.truncatePath(Scratch.mine().descriptorPath(descriptor), size);
    }

    /** The twelve bits of the permissions; never of a symlink. */
    public static int setMode(int descriptor, int mode) {
        return Attributes.mode(Scratch.mine().descriptorPath(descriptor), mode);
    }

    /** Owner and group; -1 leaves one as it is. Clears set-user-ID as the kernel does. */
    public static int setOwner(int descriptor, int uid, int gid) {
        long empty = Scratch.mine().path(LowerTree.EMPTY);
        return Attributes.owner(descriptor, empty, uid, gid, Directories.EMPTY_PATH);
    }

    /** Both times as seconds and nanoseconds; {@link Attributes#OMIT} and NOW are understood. */
    public static int setTimes(
            int descriptor, long atimeSeconds, int atimeNanos, long mtimeSeconds, int mtimeNanos) {
        Scratch scratch = Scratch.mine();
        long times = scratch.structure();
        Memory.putLong(times, atimeSeconds);
        Memory.putLong(times + 8, atimeNanos);
        Memory.putLong(times + 16, mtimeSeconds);
        Memory.putLong(times + 24, mtimeNanos);
        return Attributes.times(scratch.descriptorPath(descriptor), times);
    }

    /** Both times as nanoseconds since the epoch. */
    public static int setTimes(int descriptor, long atimeNanos, long mtimeNanos) {
        long second = 1_000_000_000;
        return setTimes(
                descriptor,
                Math.floorDiv(atimeNanos, second),
                (int) Math.floorMod(atimeNanos, second),
                Math.floorDiv(mtimeNanos, second),
                (int) Math.floorMod(mtimeNanos, second));
    }

    /** An extended attribute, with the flags of setxattr(2). */
    public static int setExtended(int descriptor, byte[] name, byte[] value, int flags) {
        if (value.length > Scratch.VALUE_BYTES) {
            return -Errno.EINVAL;
        }
        Scratch scratch = Scratch.mine();
        long room = scratch.value();
        Memory.put(room, value);
        long path = scratch.descriptorPath(descriptor);
        return Attributes.setExtended(path, scratch.secondPath(name), room, value.length, flags);
    }

    /** Copies the value to this address; its length when {@code room} is 0. */
    public static int extended(int descriptor, byte[] name, long address, int room) {
        Scratch scratch = Scratch.mine();
        long path = scratch.descriptorPath(descriptor);
        return Attributes.extended(path, scratch.secondPath(name), address, room);
    }

    /** Copies the names, each closed with NUL; their length when {@code room} is 0. */
    public static int extendedNames(int descriptor, long address, int room) {
        return Attributes.extendedNames(Scratch.mine().descriptorPath(descriptor), address, room);
    }

    public static int removeExtended(int descriptor, byte[] name) {
        Scratch scratch = Scratch.mine();
        long path = scratch.descriptorPath(descriptor);
        return Attributes.removeExtended(path, scratch.secondPath(name));
    }

    /** Copies the target of a symlink, without NUL. */
    public static int readLink(int descriptor, long address, int room) {
        long empty = Scratch.mine().path(LowerTree.EMPTY);
        return Directories.readLink(descriptor, empty, address, room);
    }
}
