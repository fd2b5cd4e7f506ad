"""Does the same random operations in two directories and stops at the first difference.

Arguments: seed, number of operations, the two directories. Every fiftieth operation compares one
file, the end compares the trees.
"""
import errno
import os
import random
import stat
import sys

seed, count = int(sys.argv[1]), int(sys.argv[2])
roots = [os.fsencode(sys.argv[3]), os.fsencode(sys.argv[4])]
rng = random.Random(seed)
NAMES = [b"a", b"b", b"c", b"d", b"\xff\xfe", b"long" * 50, b"e", b"f"]
opened = []


def name():
    depth = rng.choice((1, 1, 2, 2, 3))
    return b"/".join(rng.choice(NAMES) for _ in range(depth))


def listing(path):
    return sorted(os.listdir(path))


def describe(path):
    s = os.lstat(path)
    result = [stat.S_IFMT(s.st_mode), stat.S_IMODE(s.st_mode), s.st_uid, s.st_gid, s.st_nlink]
    if stat.S_ISREG(s.st_mode):
        with open(path, "rb") as f:
            result += [s.st_size, f.read()]
    if stat.S_ISLNK(s.st_mode):
        result.append(os.readlink(path))
    if stat.S_ISCHR(s.st_mode):
        result.append(s.st_rdev)
    names = sorted(os.listxattr(path, follow_symlinks=False))
    result += [(n, os.getxattr(path, n, follow_symlinks=False)) for n in names]
    if os.environ.get("TIMES") and s.st_mtime_ns < 10**15:
        result.append(s.st_mtime_ns)
    return result


def tree(root):
    result = {}
    for directory, directories, files in os.walk(root):
        for n in directories + files:
            path = os.path.join(directory, n)
            result[path[len(root):]] = describe(path)
    return result


def put(path, flags, offset, data):
    fd = os.open(path, flags, 0o644)
    try:
        return os.pwrite(fd, data, offset)
    finally:
        os.close(fd)


def keep(index, path):
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def operation():
    kind = rng.randrange(24)
    n, m = name(), name()
    size, offset = rng.choice((1, 10, 4096, 30000)), rng.choice((0, 1, 4095, 8192, 100000))
    data = bytes([rng.randrange(256)]) * size
    mode = rng.choice((0o600, 0o644, 0o755, 0o4755, 0o2775, 0o000))
    if kind < 6:
        flags = os.O_RDWR | rng.choice((os.O_CREAT, os.O_CREAT, 0, os.O_TRUNC, os.O_CREAT | os.O_EXCL))
        return "write", lambda r, i: put(r + n, flags, offset, data)
    if kind == 6:
        return "mkdir", lambda r, i: os.mkdir(r + n, mode)
    if kind == 7:
        return "rmdir", lambda r, i: os.rmdir(r + n)
    if kind in (8, 9):
        return "unlink", lambda r, i: os.unlink(r + n)
    if kind in (10, 11):
        return "rename", lambda r, i: os.rename(r + n, r + m)
    if kind == 12:
        return "link", lambda r, i: os.link(r + n, r + m, follow_symlinks=False)
    if kind == 13:
        return "symlink", lambda r, i: os.symlink(m, r + n)
    if kind == 14:
        return "truncate", lambda r, i: os.truncate(r + n, offset)
    if kind == 15:
        return "chmod", lambda r, i: os.chmod(r + n, mode)
    if kind == 16:
        return "chown", lambda r, i: os.chown(r + n, size, offset, follow_symlinks=False)
    if kind == 17:
        return "utime", lambda r, i: os.utime(r + n, ns=(size, offset), follow_symlinks=False)
    if kind == 18:
        return "setxattr", lambda r, i: os.setxattr(r + n, b"user." + rng_name, data[:100])
    if kind == 19:
        return "removexattr", lambda r, i: os.removexattr(r + n, b"user.a")
    if kind == 20:
        return "listdir", lambda r, i: listing(r + n)
    if kind == 21:
        return "mknod", lambda r, i: os.mknod(r + n, stat.S_IFCHR | 0o600, os.makedev(1, size % 200))
    if kind == 22:
        return "describe", lambda r, i: describe(r + n)
    return "fallocate", lambda r, i: allocate(r + n, offset, size)


def allocate(path, offset, size):
    fd = os.open(path, os.O_WRONLY)
    try:
        os.posix_fallocate(fd, offset, size)
    finally:
        os.close(fd)


def result(action, index):
    try:
        return action(roots[index] + b"/", index)
    except OSError as e:
        return errno.errorcode[e.errno]


def kept():
    """Something with a file that stays open, whatever happens to its name."""
    if len(opened) < 8 and rng.random() < 0.3:
        n = name()
        pair = [result(lambda r, i: os.open(r + n, os.O_RDWR | os.O_CREAT, 0o600), i) for i in (0, 1)]
        if all(isinstance(fd, int) for fd in pair):
            opened.append(pair)
            return "open", [0, 0]
        return "open", pair
    if not opened:
        return "none", [0, 0]
    pair = opened[rng.randrange(len(opened))]
    choice, offset, data = rng.randrange(5), rng.randrange(70000), os.urandom(rng.randrange(5000))
    if choice == 0:
        opened.remove(pair)
        return "close", [os.close(fd) for fd in pair]
    if choice == 1:
        return "pwrite", [os.pwrite(fd, data, offset) for fd in pair]
    if choice == 2:
        return "pread", [os.pread(fd, 9000, offset) for fd in pair]
    if choice == 3:
        return "ftruncate", [os.ftruncate(fd, offset) for fd in pair]
    return "fstat", [(os.fstat(fd).st_size, os.fstat(fd).st_nlink, os.fstat(fd).st_mode) for fd in pair]


os.umask(0o022)
for root in roots:
    for n in NAMES[:3]:
        if count:
            os.mkdir(root + b"/" + n)
for number in range(count):
    rng_name = rng.choice((b"a", b"b"))
    if rng.random() < 0.15:
        what, results = kept()
    else:
        what, action = operation()
        results = [result(action, 0), result(action, 1)]
    if results[0] != results[1]:
        sys.exit("operation %d (%s): %.300r and %.300r" % (number, what, results[0], results[1]))
trees = [tree(root) for root in roots]
for path in sorted(set(trees[0]) | set(trees[1])):
    one, two = trees[0].get(path), trees[1].get(path)
    if one != two:
        sys.exit("%r: %.300r and %.300r" % (path, one, two))
print("equal: %d paths" % len(trees[0]))
