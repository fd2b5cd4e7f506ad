"""Does the same random operations in two directories and stops at the first difference.

Each operation is a series of system calls. A call is made in the first directory (a mount), then in
the second (a plain one), and both must give the same: result, errno, bytes read, attributes. The
seed alone decides what is done.

Two ways of use:
  differential.py SEED COUNT MOUNT PLAIN [writeback]
                                             does COUNT operations and compares the trees
  differential.py SEED                       commands on standard input, one answer line for each:
     roots MOUNT PLAIN      where from now on
     run COUNT              "done N", or "interrupted CALL" when the mount died within a call
     resume                 after that: finds out whether the call was made, and goes on
     close                  closes what is open
     compare DIR DIR ...    "equal N", all trees with all times; the plain one: "trees"
     trees                  mount and plain: "equal N"
Anything else is a difference; the last operations follow it.
"""
import collections
import ctypes
import errno
import faulthandler
import fcntl
import hashlib
import mmap
import os
import random
import re
import signal
import stat
import struct
import sys

libc = ctypes.CDLL(None, use_errno=True)
DEAD = ("ENOTCONN", "ECONNABORTED")
NAMES = [b"a", b"b", b"c", b"d", b"\xff\xfe\n ", bytes(range(1, 47)) + bytes(range(48, 256)), b"e", b"f"]
NAMES.append(b"\xe9" * 255)
USERS = (0, 0, 0, 0, 1000, 1001)
MODES = (0o600, 0o644, 0o755, 0o666, 0o4755, 0o2775, 0o6777, 0o1777, 0o000)
O_TMPFILE = os.O_DIRECTORY | 0o20000000
PAGE = 4096
# Nanoseconds: times that an operation set, not a clock. With writeback the kernel has its own idea of
# them: a truncation to the same size changes none.
EARLY = 10**15 if len(sys.argv) != 6 else 0


class Different(Exception):
    pass


class Dead(Exception):
    def __init__(self, label, action):
        super().__init__(label)
        self.label, self.action, self.caller = label, action, (0, 0o022)


def call(function, *arguments):
    value = function(*arguments)
    if value < 0:
        e = ctypes.get_errno()
        raise OSError(e, os.strerror(e))
    return value


def rename(old, new, flags):
    call(libc.renameat2, -100, old, -100, new, flags)


def fallocate(fd, mode, offset, size):
    call(libc.fallocate, fd, mode, ctypes.c_int64(offset), ctypes.c_int64(size))


def chown(file, uid, gid):
    if uid == gid == -1 and os.geteuid():
        return "left"  # EPERM for a set-user-ID file, which the kernel does not let a server tell.
    os.chown(file, uid, gid, follow_symlinks=isinstance(file, int))


def aligned(data):
    memory = mmap.mmap(-1, max(PAGE, len(data)))
    memory[: len(data)] = data
    return memoryview(memory)[: len(data)]


def direct_read(fd, size, offset):
    memory = aligned(b"\0" * size)
    got = os.preadv(fd, [memory], offset)
    return bytes(memory[:got])


def copy_range(source, target, size, a, b):
    """As much as was asked: how much one call does is not promised."""
    done = 0
    while done < size:
        try:
            n = os.copy_file_range(source, target, size - done, a + done, b + done)
        except OSError as e:
            if e.errno != errno.EXDEV:
                raise
            n = os.pwrite(target, os.pread(source, size - done, a + done), b + done)  # As cp does.
        if n == 0:
            break
        done += n
    return done


def mapped(fd, write, page, start, data):
    """In a process of its own: a mapping of a dead mount is SIGBUS."""
    size = os.fstat(fd).st_size
    if size <= page * PAGE:
        return "beyond"
    length = min(size - page * PAGE, 3 * PAGE)
    if not write:
        with mmap.mmap(fd, length, mmap.MAP_SHARED, mmap.PROT_READ, offset=page * PAGE) as m:
            return hashlib.sha1(m[:]).hexdigest()
    with mmap.mmap(fd, length, offset=page * PAGE) as m:
        end = min(length, start + len(data))
        if end > start:
            m[start:end] = data[: end - start]
        m.flush()
    return length


def apart(fd, write, page, start, data):
    r, w = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.write(w, repr(mapped(fd, write, page, start, data)).encode())
            status = 0
        except OSError as e:
            os.write(w, b"E" + str(e.errno).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(w)
    with os.fdopen(r, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGBUS:
        raise OSError(errno.ENOTCONN, "SIGBUS")
    if said.startswith(b"E"):
        raise OSError(int(said[1:]), "mapping")
    return said


def attributes(s, times=False):
    kind = stat.S_IFMT(s.st_mode)
    result = [oct(kind), oct(stat.S_IMODE(s.st_mode)), s.st_uid, s.st_gid, s.st_nlink]
    if kind in (stat.S_IFREG, stat.S_IFLNK):
        result.append(s.st_size)
    if kind in (stat.S_IFCHR, stat.S_IFBLK):
        result.append(s.st_rdev)
    if times or abs(s.st_mtime_ns) < EARLY:
        result.append(("mtime", s.st_mtime_ns))
    return result


def extended(path):
    names = sorted(n for n in os.listxattr(path, follow_symlinks=False) if not n.startswith("trusted.safekit."))
    return [(n, os.getxattr(path, n, follow_symlinks=False)) for n in names]


def look(path):
    s = os.lstat(path)
    result = attributes(s) + extended(path)
    if stat.S_ISLNK(s.st_mode):
        result.append(os.readlink(path))
    return result


def listing(path):
    with os.scandir(path) as entries:
        return sorted((e.name, e.is_dir(follow_symlinks=False), e.is_symlink()) for e in entries)


def content(path):
    digest = hashlib.sha1()
    with open(path, "rb") as f:
        for block in iter(lambda: f.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def tree(root, times):
    result, first = {}, {}
    for directory, directories, files in os.walk(root):
        for n in [b""] * (directory == root) + directories + files:
            path = os.path.join(directory, n) if n else root
            s = os.lstat(path)
            entry = attributes(s, times) + extended(path)
            if stat.S_ISREG(s.st_mode):
                entry.append(content(path))
            elif stat.S_ISLNK(s.st_mode):
                entry.append(os.readlink(path))
            if not stat.S_ISDIR(s.st_mode):
                entry.append(("same file as", first.setdefault(s.st_ino, path[len(root):])))
            if path == root:
                del entry[5:]  # Its time is that of the mount's maker.
            result[path[len(root):]] = entry
        directories.sort()
    return result


def acl(rng):
    entries = [(1, 6, -1), (2, rng.randrange(8), 1001), (4, 5, -1), (0x10, rng.randrange(8), -1), (0x20, rng.randrange(8), -1)]
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *e) for e in entries)


class Tester:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.kept = []  # [descriptor in the mount, in the plain directory, direct]
        self.roots = []
        self.number = 0
        self.last = collections.deque(maxlen=int(os.environ.get("DIFFERENTIAL_HISTORY", "12")))
        self.pending = None
        self.copied = len(sys.argv) != 5

    # ---- choices

    def name(self):
        depth = self.rng.choice((1, 1, 2, 2, 3))
        above = [self.rng.choice(NAMES[:4]) for _ in range(depth - 1)]
        return b"/" + b"/".join(above + [self.rng.choice(NAMES)])

    def data(self):
        size = self.rng.choice((1, 10, 511, 4096, 4097, 30000, 70000, 1 << 20) if self.rng.random() < 0.1 else (1, 100, 4096, 5000))
        return self.rng.randbytes(16) * (size // 16) + self.rng.randbytes(size % 16)

    def offset(self):
        return self.rng.choice((0, 0, 1, 511, 4095, 4096, 8192, 30000, 65536, 100001, 400000, 5 << 20 if self.rng.random() < 0.2 else 77))

    def time(self):
        return self.rng.choice((0, 1, 10**9 + 5, 86400 * 10**9 + 999999999, -(10**9), -1))

    # ---- operations: generators for one side, which give (label, function, arguments) and get results

    def operation(self):
        r = self.rng
        # Weights: data of files first of all.
        makers = (
            (self.session, 34), (self.on_kept, 25), (self.paths, 27), (self.attributes_of, 14),
            (self.extended_of, 8), (self.unnamed_file, 4), (self.reading, 6), (self.locks, 2))
        total = sum(weight for _, weight in makers)
        at = r.randrange(total)
        for maker, weight in makers:
            if at < weight:
                return maker()
            at -= weight
        raise AssertionError

    def session(self):
        """Opens a file, does something with it, closes it or keeps it open."""
        r = self.rng
        n = self.name()
        access = r.choice((os.O_RDWR, os.O_RDWR, os.O_RDWR, os.O_WRONLY, os.O_RDONLY))
        flags = access
        for flag, chance in ((os.O_CREAT, 0.7), (os.O_EXCL, 0.1), (os.O_TRUNC, 0.15), (os.O_APPEND, 0.15),
                             (os.O_DSYNC, 0.03), (os.O_SYNC, 0.02), (os.O_DIRECT, 0.06), (os.O_NOFOLLOW, 0.1)):
            flags |= flag if r.random() < chance else 0
        if flags & os.O_EXCL:
            flags |= os.O_CREAT
        if flags & os.O_DIRECT:
            flags &= ~os.O_APPEND  # The end is not aligned: the kernel's FUSE allows that, ext4 does not.
        mode = r.choice(MODES)
        direct = bool(flags & os.O_DIRECT)
        acts = [self.act(direct) for _ in range(r.randrange(4))]
        keep = r.random() < 0.3 and len(self.kept) < 10

        def side(root, i):
            fd = yield ("open %o" % flags, os.open, root + n, flags | os.O_NONBLOCK, mode)
            try:
                regular = yield ("type", lambda fd: stat.S_ISREG(os.fstat(fd).st_mode), fd)
                for label, act in acts if regular else ():
                    try:
                        yield (label, act, fd)
                    except OSError:
                        pass
                if keep and regular:
                    self.keep(i, fd, direct)
                    fd = None
            finally:
                if fd is not None:
                    yield ("close", os.close, fd)
        return "session %o %r %s" % (flags, n, [label for label, _ in acts]), side, [n]

    def keep(self, i, fd, direct):
        if i == 0:
            self.kept.append([fd, None, direct])
        else:
            self.kept[-1][1] = fd

    def act(self, direct):
        """Something with an open file: (label, function of the descriptor)."""
        r = self.rng
        kind, offset, data = r.randrange(20), self.offset(), self.data()
        if direct:
            offset = offset // PAGE * PAGE
            data = data.ljust(-(-len(data) // PAGE) * PAGE, b"d")
            if kind < 8:
                return "direct write %d+%d" % (offset, len(data)), lambda fd: os.pwritev(fd, [aligned(data)], offset)
            if kind < 12:
                return "direct read", lambda fd: direct_read(fd, 4 * PAGE, offset)
        if kind < 6:
            return "pwrite %d+%d" % (offset, len(data)), lambda fd: os.pwrite(fd, data, offset)
        if kind < 8:
            return "write %d" % len(data), lambda fd: os.write(fd, data)
        if kind == 8:
            return "pread", lambda fd: hashlib.sha1(os.pread(fd, 90000, offset)).hexdigest()
        if kind == 9:
            return "read", lambda fd: os.read(fd, 5000)
        if kind == 10:
            return "ftruncate %d" % offset, lambda fd: os.ftruncate(fd, offset)
        if kind in (11, 12):
            # Collapsing, inserting and unsharing: the kernel does not ask a FUSE server.
            mode = r.choice((0, 1, 3, 3, 3, 0x10, 0x11))
            size = max(1, len(data))
            return "fallocate %x %d+%d" % (mode, offset, size), lambda fd: fallocate(fd, mode, offset, size)
        if kind == 13:
            return "sync", r.choice((os.fsync, os.fdatasync))
        if kind == 14:
            # Not SEEK_DATA and SEEK_HOLE: ext4 answers by what its cache holds at the moment.
            whence = r.choice((os.SEEK_SET, os.SEEK_END))
            return "lseek %d %d" % (whence, offset), lambda fd: os.lseek(fd, offset, whence)
        if kind == 15:
            mode = r.choice(MODES)
            return "fchmod %o" % mode, lambda fd: os.fchmod(fd, mode)
        if kind == 16:
            a, m = self.time(), self.time()
            return "futimens", lambda fd: os.utime(fd, ns=(a, m))
        if kind == 17:
            write, page, start = r.random() < 0.7, r.randrange(4), r.randrange(5000)
            return "map %d %d" % (write, page), lambda fd: apart(fd, write, page, start, data[:6000])
        if kind == 18:
            uid, gid = r.choice((-1, 0, 1000)), r.choice((-1, 0, 1001))
            return "fchown %d %d" % (uid, gid), lambda fd: chown(fd, uid, gid)
        return "fstat", lambda fd: attributes(os.fstat(fd))

    def on_kept(self):
        """Something with a file that stays open, whatever became of its name."""
        r = self.rng
        if not self.kept:
            return self.session()
        index = r.randrange(len(self.kept))
        chosen = self.kept[index]
        if r.random() < 0.15:
            def closing(root, i):
                yield ("close", os.close, chosen[i])
                if i == 1:
                    self.kept.remove(chosen)
            return "close kept", closing, []
        other = r.choice(self.kept)
        if not (chosen[2] or other[2]) and r.random() < 0.15:
            size, a, b = len(self.data()), self.offset(), self.offset()

            def copying(root, i):
                yield ("copy_file_range %d" % size, copy_range, chosen[i], other[i], size, a, b)
                yield ("fstat copied", lambda fd: attributes(os.fstat(fd)), other[i])
            return "copy %d+%d to %d" % (a, size, b), copying, []
        label, act = self.act(chosen[2])

        def side(root, i):
            yield (label + " kept", act, chosen[i])
            yield ("fstat kept", lambda fd: attributes(os.fstat(fd)), chosen[i])
        return "kept %d %s" % (index, label), side, []

    def paths(self):
        r = self.rng
        n, m, mode = self.name(), self.name(), r.choice(MODES)
        kind = r.randrange(14)

        def one(label, function, *arguments):
            def side(root, i):
                yield (label, function, *(root + a if a is n or a is m else a for a in arguments))
            return "%s %r %r" % (label, n, m), side, [n, m]
        if kind < 3:
            return one("mkdir %o" % mode, os.mkdir, n, mode)
        if kind == 3:
            return one("rmdir", os.rmdir, n)
        if kind in (4, 5):
            return one("unlink", os.unlink, n)
        if kind in (6, 7, 8):
            flags = r.choice((0, 0, 0, 1, 2, 2, 4, 6, 3, 5))
            return one("rename %d" % flags, rename, n, m, flags)
        if kind == 9:
            return one("link", lambda a, b: os.link(a, b, follow_symlinks=False), n, m)
        if kind == 10:
            # None leads out of the roots: both sides would meet there.
            target = r.choice((m[1:], b"x" * 2000, b"./a", b"\xff"))
            return one("symlink", lambda a: os.symlink(target, a), n)
        if kind == 11:
            node = r.choice((stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK, stat.S_IFREG))
            device = os.makedev(1, r.choice((3, 5, 300))) if node in (stat.S_IFCHR, stat.S_IFBLK) else 0
            return one("mknod %o" % node, os.mknod, n, node | mode, device)
        if kind == 12:
            return one("truncate", os.truncate, n, self.offset())
        return one("access %o" % (mode & 7), lambda a: os.access(a, mode & 7, effective_ids=True), n)

    def attributes_of(self):
        r = self.rng
        n, mode = self.name(), r.choice(MODES)
        uid, gid = r.choice((-1, 0, 1000)), r.choice((-1, 0, 1001))
        kind = r.randrange(4)
        a, m = self.time(), self.time()

        def side(root, i):
            if kind == 0:
                yield ("chmod %o" % mode, os.chmod, root + n, mode)
            elif kind == 1:
                yield ("lchown %d %d" % (uid, gid), lambda p: chown(p, uid, gid), root + n)
            elif kind == 2:
                yield ("utime", lambda p: os.utime(p, ns=(a, m), follow_symlinks=False), root + n)
            else:
                yield ("utime now", os.utime, root + n)
        return "attributes %r" % n, side, [n]

    def extended_of(self):
        r = self.rng
        n = self.name()
        key = r.choice(("user.a", "user.b", "trusted.c", "security.d", "user.", "other.x"))
        value = r.randbytes(r.choice((0, 1, 100, 3000)))
        flags = r.choice((0, 0, os.XATTR_CREATE, os.XATTR_REPLACE))
        kind = r.randrange(7)
        entry = acl(r)

        def side(root, i):
            p = root + n
            if kind < 3:
                yield ("setxattr " + key, lambda: os.setxattr(p, key, value, flags, follow_symlinks=False))
            elif kind == 3:
                yield ("removexattr " + key, lambda: os.removexattr(p, key, follow_symlinks=False))
            elif kind == 4:
                yield ("getxattr " + key, lambda: os.getxattr(p, key, follow_symlinks=False))
            elif kind == 5:
                which = "default" if mode_bit else "access"
                yield ("acl " + which, lambda: os.setxattr(p, "system.posix_acl_" + which, entry))
            else:
                which = "default" if mode_bit else "access"
                yield ("no acl " + which, lambda: os.removexattr(p, "system.posix_acl_" + which))
        mode_bit = r.random() < 0.4
        return "xattr %r" % n, side, [n]

    def unnamed_file(self):
        r = self.rng
        d, n = self.name() if r.random() < 0.5 else b"/", self.name()
        exclusive = os.O_EXCL if r.random() < 0.2 else 0
        acts = [self.act(False) for _ in range(r.randrange(3))]
        more = [self.act(False) for _ in range(r.randrange(2))]
        keep = r.random() < 0.3 and len(self.kept) < 10

        def side(root, i):
            fd = yield ("tmpfile", os.open, root + d, O_TMPFILE | os.O_RDWR | exclusive, 0o640)
            try:
                for label, act in acts:
                    try:
                        yield (label, act, fd)
                    except OSError:
                        pass
                if not keep:
                    try:
                        yield ("linkat", lambda: os.link(b"/proc/self/fd/%d" % fd, root + n, follow_symlinks=True))
                    except OSError:
                        pass
                for label, act in more:
                    try:
                        yield (label, act, fd)
                    except OSError:
                        pass
                if keep:
                    self.keep(i, fd, False)
                    fd = None
            finally:
                if fd is not None:
                    yield ("close", os.close, fd)
        return "unnamed %r" % n, side, [n]

    def reading(self):
        n = self.name()
        kind = self.rng.randrange(4)

        def side(root, i):
            if kind == 0:
                yield ("listdir", listing, root + n)
            elif kind == 1:
                yield ("stat", lambda p: attributes(os.stat(p)), root + n)
            elif kind == 2:
                yield ("readlink", os.readlink, root + n)
            else:
                fd = yield ("opendir", os.open, root + n, os.O_RDONLY | os.O_DIRECTORY)
                try:
                    yield ("fsync directory", os.fsync, fd)
                finally:
                    yield ("close", os.close, fd)
        return "reading %r" % n, side, []

    def locks(self):
        if not self.kept or self.copied:
            return self.session()  # Locks of the plain directory survive a fault, those of the mount not.
        chosen = self.rng.choice(self.kept)
        how = self.rng.choice((fcntl.LOCK_SH, fcntl.LOCK_EX, fcntl.LOCK_UN)) | fcntl.LOCK_NB
        whole = self.rng.random() < 0.5
        start = self.rng.randrange(5)
        kind = self.rng.choice((fcntl.F_RDLCK, fcntl.F_WRLCK, fcntl.F_UNLCK))

        def side(root, i):
            if whole:
                yield ("flock", lambda fd: str(fcntl.flock(fd, how)), chosen[i])
            else:
                yield ("same files", lambda _: [os.path.samestat(os.fstat(a[i]), os.fstat(chosen[i])) for a in self.kept], 0)
                lock = struct.pack("hhqqixxxx", kind, 0, start, 3, 0)
                yield ("lock", lambda fd: str(len(fcntl.fcntl(fd, 37, lock))), chosen[i])  # F_OFD_SETLK
        return "locks %d %d %d %d of %d" % (whole, how, start, kind, self.kept.index(chosen)), side, []

    # ---- doing them

    def perform(self, step):
        label, function, *arguments = step
        try:
            value = function(*arguments)
        except OSError as e:
            return e, errno.errorcode[e.errno]
        return value, "fd" if function is os.open else value

    def both(self, side):
        """One operation, call by call on both sides."""
        generators = [side(root, i) for i, root in enumerate(self.roots)]
        values = [None, None]
        while True:
            steps = []
            for generator, value in zip(generators, values):
                try:
                    failed = isinstance(value, OSError)
                    steps.append(generator.throw(value) if failed else generator.send(value))
                except (StopIteration, OSError):
                    steps.append(None)
            if steps[0] is None or steps[1] is None:
                if steps != [None, None]:
                    raise Different("only one side goes on: %r" % steps)
                return
            values[0], first = self.perform(steps[0])
            if first in DEAD or (self.cut(steps[0][0], first) and self.gone()):
                raise Dead(steps[0][0], steps[1])
            values[1], second = self.perform(steps[1])
            if first != second:
                raise Different("%s: %.400r in the mount and %.400r" % (steps[0][0], first, second))

    def run(self, count):
        end = self.number + count
        while self.number < end:
            self.number += 1
            what, side, names = self.operation()
            user, mask = self.rng.choice(USERS), self.rng.choice((0o022, 0o022, 0o077, 0))
            self.last.append("%d as %d %03o: %s" % (self.number, user, mask, what))
            self.become(user, mask)
            try:
                self.both(side)
            except Dead as dead:
                dead.caller = (user, mask)
                raise
            finally:
                self.become(0, 0o022)
            for n in names:
                self.both(lambda root, i, n=n: iter_look(root + n))

    @staticmethod
    def cut(label, result):
        """Whether a call ended as one does whose first requests were answered before the mount died."""
        asked = re.fullmatch(r"(?:direct |p)?write (?:\d+\+)?(\d+)(?: kept)?", label)
        return result == "EIO" or (asked and isinstance(result, int) and result < int(asked[1]))

    def gone(self):
        try:
            os.statvfs(self.roots[0])
            return False
        except OSError as e:
            return errno.errorcode[e.errno] in DEAD

    def become(self, user, mask):
        os.umask(mask)
        if user:
            os.setegid(user)
            os.seteuid(user)
        else:
            os.seteuid(0)
            os.setegid(0)

    def close(self, side=None):
        for pair in self.kept:
            for i in (0, 1):
                if pair[i] is not None and side in (None, i):
                    try:
                        os.close(pair[i])
                    except OSError:
                        pass
        if side is None:
            self.kept = []
        else:
            for pair in self.kept:
                pair[side] = None

    def interrupted(self, dead):
        """What was open in the mount is lost."""
        self.pending = dead
        self.close(0)
        return "interrupted " + dead.label

    def resume(self):
        """The call of the interruption was made or not, nothing else."""
        dead, self.pending = self.pending, None
        before = self.difference()
        if before:
            self.become(*dead.caller)
            self.perform(dead.action)
            self.become(0, 0o022)
            after = self.difference()
            if after and not self.split(dead, after):
                raise Different("after %s without it %s; with it %s" % (dead.label, before, after))
        self.close()
        return "resumed"

    def split(self, dead, difference):
        """Data that go in several requests may be there in part: they are taken over."""
        parts = ("write", "pwrite", "map", "copy", "direct", "open", "fallocate")
        if not dead.label.startswith(parts):
            return False
        mount, plain = (tree(root, False) for root in self.roots)
        for path in sorted(set(mount) | set(plain)):
            one, two = mount.get(path), plain.get(path)
            if one != two:
                if one is None or two is None or one[:5] != two[:5]:
                    return False
                with open(self.roots[0] + path, "rb") as f:
                    data = f.read()
                fd = os.open(self.roots[1] + path, os.O_WRONLY | os.O_TRUNC)
                os.write(fd, data)
                os.close(fd)
        return not self.difference()

    def difference(self):
        return differing([tree(root, False) for root in self.roots])

    def command(self, words):
        if words[0] == "roots":
            self.roots = [os.fsencode(w) for w in words[1:3]]
            return "at"
        if words[0] == "run":
            try:
                self.run(int(words[1]))
            except Dead as dead:
                return self.interrupted(dead)
            return "done %d" % self.number
        if words[0] == "resume":
            return self.resume()
        if words[0] == "close":
            self.close()
            return "closed"
        if words[0] == "compare":
            trees = [tree(os.fsencode(w), True) for w in words[1:]]
        else:
            trees = [tree(root, False) for root in self.roots]
        for other in trees[1:]:
            found = differing([trees[0], other])
            if found:
                raise Different(found)
        return "equal %d" % len(trees[0])


def short(text):
    """Our long names in a message."""
    for name in (NAMES[5], NAMES[8]):
        text = text.replace(repr(name)[2:-1], "<%d bytes>" % len(name))
    return text


def iter_look(path):
    yield ("look", look, path)


def differing(trees):
    for path in sorted(set(trees[0]) | set(trees[1])):
        if trees[0].get(path) != trees[1].get(path):
            one, two = (short(repr(t.get(path)))[:700] for t in trees)
            return "%s: %s and %s" % (short(repr(path)), one, two)
    return ""


def main():
    faulthandler.register(signal.SIGUSR1)  # Where it hangs.
    sys.unraisablehook = lambda _: None  # An interrupted operation still wants to close its file.
    seed = int(sys.argv[1])
    tester = Tester(seed)
    commands = (line.split() for line in sys.stdin)
    if len(sys.argv) > 2:
        commands = [["roots"] + sys.argv[3:5], ["run", sys.argv[2]], ["close"], ["trees"]]
    for words in commands:
        try:
            answer = tester.command(words)
        except Different as found:
            answer = "different, seed %d: %s; %s" % (seed, short(str(found)), short(" | ".join(tester.last)))
        if len(sys.argv) == 2 or answer.startswith(("different", "equal")):
            print(answer, flush=True)
        if answer.startswith("different"):
            os._exit(0 if len(sys.argv) == 2 else 1)


main()
