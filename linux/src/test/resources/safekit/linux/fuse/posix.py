"""Runs each case in a directory of its own below the one given, and prints what it saw.

The test runs it in a plain directory and in a mount: every line must be the same.
"""
import ctypes
import errno
import fcntl
import mmap
import os
import socket
import stat
import struct
import sys

libc = ctypes.CDLL(None, use_errno=True)
AT_FDCWD = -100
AT_SYMLINK_FOLLOW = 0x400
NOREPLACE, EXCHANGE = 1, 2
NOBODY = 65534


def check(result):
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def rename2(old, new, flags):
    check(libc.renameat2(AT_FDCWD, os.fsencode(old), AT_FDCWD, os.fsencode(new), flags))


def fallocate(fd, mode, offset, length):
    check(libc.fallocate(fd, mode, ctypes.c_long(offset), ctypes.c_long(length)))


def write(name, data, flags=os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode=0o644):
    fd = os.open(name, flags, mode)
    os.write(fd, data)
    os.close(fd)


def read(name):
    with open(name, "rb") as f:
        return f.read()


def failure(action, *arguments):
    try:
        action(*arguments)
    except OSError as e:
        return errno.errorcode[e.errno]
    return "no error"


def as_user(action, uid=NOBODY, gid=NOBODY, groups=()):
    """The result of an action in a child process of another user."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups(list(groups))
            os.setgid(gid)
            os.setuid(uid)
            text = repr(action())
        except OSError as e:
            text = errno.errorcode[e.errno]
        os.write(writer, text.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as f:
        text = f.read()
    os.waitpid(child, 0)
    return text


def acl(*entries):
    """The bytes of a POSIX ACL from (tag, permissions, id)."""
    value = struct.pack("<I", 2)
    for tag, permissions, identity in entries:
        value += struct.pack("<HHI", tag, permissions, identity)
    return value


NO_ID = 0xFFFFFFFF
USER_OBJ, USER, GROUP_OBJ, MASK, OTHER = 1, 2, 4, 0x10, 0x20


def hard_links_are_one_file():
    write("a", b"1")
    os.link("a", "b")
    write("b", b"22")
    a, b = os.stat("a"), os.stat("b")
    os.unlink("a")
    return a.st_ino == b.st_ino, a.st_nlink, a.st_size, os.stat("b").st_nlink, read("b")


def unlinked_file_is_still_open():
    fd = os.open("a", os.O_RDWR | os.O_CREAT)
    os.write(fd, b"one")
    os.unlink("a")
    os.write(fd, b"two")
    os.fchmod(fd, 0o600)
    os.ftruncate(fd, 5)
    status = os.fstat(fd)
    data = os.pread(fd, 100, 0)
    os.close(fd)
    return status.st_nlink, status.st_size, stat.S_IMODE(status.st_mode), data, os.listdir(".")


def unlinked_file_is_not_confused_with_a_new_one():
    seen = []
    for i in range(50):
        fd = os.open("a", os.O_RDWR | os.O_CREAT)
        os.write(fd, b"%d" % i)
        os.unlink("a")
        write("b", b"new")
        os.unlink("b")
        seen.append(os.pread(fd, 10, 0))
        os.close(fd)
    return seen


def rename_over_open_file():
    write("a", b"old")
    write("b", b"new")
    fd = os.open("a", os.O_RDWR)
    os.rename("b", "a")
    os.pwrite(fd, b"OLD!", 0)
    return os.pread(fd, 10, 0), read("a"), os.fstat(fd).st_nlink, os.listdir(".")


def rename_flags():
    write("a", b"a")
    write("b", b"b")
    os.mkdir("d")
    refused = failure(rename2, "a", "b", NOREPLACE)
    rename2("a", "b", EXCHANGE)
    rename2("a", "c", NOREPLACE)
    rename2("c", "d", EXCHANGE)
    return refused, read("b"), stat.S_ISDIR(os.stat("c").st_mode), read("d")


def rename_errors():
    os.makedirs("full/x")
    os.mkdir("empty")
    write("f", b"")
    return (
        failure(os.rename, "empty", "full"),
        failure(os.rename, "f", "empty"),
        failure(os.rename, "empty", "f"),
        failure(os.rename, "full", "full/x/y"),
        failure(os.rename, "none", "y"),
        failure(os.rename, "full", "empty"),
        sorted(os.listdir(".")),
    )


def temporary_file_gets_a_name():
    fd = os.open(".", os.O_TMPFILE | os.O_RDWR, 0o640)
    os.write(fd, b"data")
    before = os.fstat(fd).st_nlink, os.listdir(".")
    link = b"/proc/self/fd/%d" % fd
    check(libc.linkat(AT_FDCWD, link, AT_FDCWD, b"named", AT_SYMLINK_FOLLOW))
    os.write(fd, b"more")
    os.close(fd)
    return before, read("named"), stat.S_IMODE(os.stat("named").st_mode)


def extended_attributes():
    write("a", b"")
    os.setxattr("a", "user.one", b"1")
    os.setxattr("a", "user.big", b"x" * 2000)
    os.setxattr("a", "trusted.t", b"t")
    os.symlink("a", "s")
    os.setxattr("s", "trusted.s", b"link", follow_symlinks=False)
    return (
        sorted(os.listxattr("a")),
        os.getxattr("a", "user.one"),
        len(os.getxattr("a", "user.big")),
        failure(os.setxattr, "a", "user.one", b"2", os.XATTR_CREATE),
        failure(os.setxattr, "a", "user.none", b"2", os.XATTR_REPLACE),
        failure(os.getxattr, "a", "user.none"),
        failure(os.removexattr, "a", "user.none"),
        os.removexattr("a", "user.one"),
        sorted(os.listxattr("a")),
        os.listxattr("s", follow_symlinks=False),
    )


def access_control_list_is_enforced():
    os.chmod(".", 0o755)
    write("a", b"secret")
    os.chmod("a", 0o600)
    denied = as_user(lambda: read("a"))
    value = acl(
        (USER_OBJ, 6, NO_ID), (USER, 4, NOBODY), (GROUP_OBJ, 0, NO_ID), (MASK, 4, NO_ID), (OTHER, 0, NO_ID)
    )
    os.setxattr("a", "system.posix_acl_access", value)
    mode = stat.S_IMODE(os.stat("a").st_mode)
    allowed = as_user(lambda: read("a"))
    same = os.getxattr("a", "system.posix_acl_access") == value
    os.chmod("a", 0o600)
    return denied, mode, allowed, same, as_user(lambda: read("a"))


def default_access_control_list_is_inherited():
    os.mkdir("d")
    value = acl(
        (USER_OBJ, 7, NO_ID), (USER, 7, NOBODY), (GROUP_OBJ, 5, NO_ID), (MASK, 7, NO_ID), (OTHER, 0, NO_ID)
    )
    os.setxattr("d", "system.posix_acl_default", value)
    os.umask(0o077)
    write("d/f", b"", mode=0o666)
    os.mkdir("d/e")
    os.umask(0o022)
    return (
        stat.S_IMODE(os.stat("d/f").st_mode),
        stat.S_IMODE(os.stat("d/e").st_mode),
        os.getxattr("d/f", "system.posix_acl_access"),
        os.getxattr("d/e", "system.posix_acl_default") == value,
    )


def symlinks():
    os.symlink("target/of\udcff", "s")
    os.symlink("x" * 4000, "long")
    os.symlink("s", "loop")
    os.symlink("loop2", "loop2")
    os.lchown("s", 7, 8)
    status = os.lstat("s")
    os.utime("s", ns=(5, 6), follow_symlinks=False)
    return (
        os.readlink(b"s"),
        len(os.readlink("long")),
        status.st_uid,
        status.st_gid,
        status.st_size,
        os.lstat("s").st_mtime_ns,
        failure(os.stat, "loop2"),
        failure(os.stat, "s"),
    )


def special_files():
    os.mkfifo("fifo", 0o640)
    os.mknod("null", stat.S_IFCHR | 0o666, os.makedev(1, 3))
    os.mknod("block", stat.S_IFBLK | 0o600, os.makedev(259, 70000))
    s = socket.socket(socket.AF_UNIX)
    s.bind("socket")
    s.listen(1)
    client = socket.socket(socket.AF_UNIX)
    client.connect("socket")
    fd = os.open("fifo", os.O_RDWR)
    os.write(fd, b"through")
    return (
        os.read(fd, 10),
        [oct(os.stat(n).st_mode) for n in ("fifo", "null", "block", "socket")],
        os.stat("null").st_rdev,
        os.stat("block").st_rdev,
        os.write(os.open("null", os.O_WRONLY), b"gone"),
    )


def sparse_file():
    fd = os.open("a", os.O_RDWR | os.O_CREAT)
    os.pwrite(fd, b"x" * 4096, 1 << 20)
    os.ftruncate(fd, 2 << 20)
    return (
        os.fstat(fd).st_size,
        os.fstat(fd).st_blocks,
        os.lseek(fd, 0, os.SEEK_DATA),
        os.lseek(fd, 1 << 20, os.SEEK_HOLE),
        failure(os.lseek, fd, 3 << 19, os.SEEK_DATA),
        os.pread(fd, 4, (1 << 20) - 2),
    )


def allocation():
    fd = os.open("a", os.O_RDWR | os.O_CREAT)
    os.write(fd, b"y" * 65536)
    keep, punch, zero = 1, 2, 16
    fallocate(fd, keep | punch, 4096, 8192)
    holes = os.pread(fd, 65536, 0).count(0)
    fallocate(fd, zero, 32768, 4096)
    zeros = os.pread(fd, 65536, 0).count(0)
    fallocate(fd, 0, 0, 1 << 20)
    grown = os.fstat(fd).st_size
    fallocate(fd, keep, 0, 2 << 20)
    kept = os.fstat(fd).st_size
    return holes, zeros, grown, kept, failure(fallocate, fd, 1 << 20, 0, 1), os.fstat(fd).st_size


def memory_map():
    fd = os.open("a", os.O_RDWR | os.O_CREAT)
    os.ftruncate(fd, 3 * 4096)
    m = mmap.mmap(fd, 3 * 4096)
    m[4090:4100] = b"0123456789"
    m.flush()
    by_read = os.pread(fd, 10, 4090)
    os.pwrite(fd, b"ABC", 4090)
    by_map = bytes(m[4090:4100])
    m[8000:8003] = b"end"
    m.close()
    os.close(fd)
    return by_read, by_map, read("a")[8000:8003]


def appending():
    one = os.open("a", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    two = os.open("a", os.O_WRONLY | os.O_APPEND)
    for i in range(20):
        os.write(one, b"1%02d" % i)
        os.write(two, b"2%02d" % i)
    os.pwrite(one, b"end", 0)
    return read("a")


def direct_and_synchronous():
    block = mmap.mmap(-1, 8192)
    block.write(b"d" * 8192)
    fd = os.open("a", os.O_RDWR | os.O_CREAT | os.O_DIRECT)
    count = os.write(fd, block)
    os.close(fd)
    fd = os.open("a", os.O_RDWR | os.O_SYNC)
    os.pwrite(fd, b"sync", 8190)
    os.fsync(fd)
    os.fdatasync(fd)
    directory = os.open(".", os.O_RDONLY)
    os.fsync(directory)
    return count, read("a")[8185:]


def synchronous_writes_are_seen():
    fd = os.open("a", os.O_RDWR | os.O_CREAT | os.O_DSYNC)
    os.write(fd, b"one")
    other = os.open("a", os.O_WRONLY | os.O_SYNC | os.O_APPEND)
    os.write(other, b"two")
    return os.pread(fd, 10, 0)


def copy_between_files():
    write("a", bytes(range(256)) * 400)
    source, target = os.open("a", os.O_RDONLY), os.open("b", os.O_WRONLY | os.O_CREAT)
    done = 0
    while done < 102400:
        done += os.copy_file_range(source, target, 102400 - done)
    return done, read("b") == read("a")


def names():
    long = b"n" * 255
    odd = b"\xff\xfe odd\n\x01'\\"
    for name in (long, odd, b"...", b" "):
        write(name, name)
    os.rename(odd, b"\x80")
    os.mkdir(b"\xc3\x28")
    return (
        sorted(os.listdir(b".")),
        read(long) == long,
        read(b"\x80") == odd,
        failure(write, b"n" * 256, b""),
        failure(os.mkdir, b"m" * 300),
        failure(os.stat, b"q" * 256),
    )


def times():
    write("a", b"1")
    os.utime("a", ns=(1_000_000_001, 2_000_000_002))
    one = os.stat("a")
    os.utime("a", ns=(-5_000_000_001, 4_102_444_800_000_000_003))
    two = os.stat("a")
    write("a", b"2", os.O_WRONLY)
    three = os.stat("a")
    os.mkdir("d")
    os.utime("d", ns=(7, 8))
    return (
        one.st_atime_ns,
        one.st_mtime_ns,
        two.st_atime_ns,
        two.st_mtime_ns,
        three.st_atime_ns,
        three.st_mtime_ns < 4_000_000_000_000_000_000,
        os.stat("d").st_mtime_ns,
    )


def directory_times_follow_changes():
    os.mkdir("d")
    os.utime("d", ns=(1, 1))
    write("d/x", b"")
    made = os.stat("d").st_mtime_ns > 1
    os.utime("d", ns=(1, 1))
    os.unlink("d/x")
    return made, os.stat("d").st_mtime_ns > 1


def file_system_space():
    s = os.statvfs(".")
    return s.f_bsize, s.f_frsize, s.f_blocks > 0, s.f_bavail > 0, s.f_files > 0, s.f_namemax


def large_directory():
    os.mkdir("d")
    expected = set()
    for i in range(3000):
        name = "file-%d-%s" % (i, "x" * (i % 100))
        os.close(os.open("d/" + name, os.O_CREAT | os.O_WRONLY))
        expected.add(name)
    seen = os.listdir("d")
    with os.scandir("d") as entries:
        inodes = {e.name: e.inode() for e in entries}
    same = all(os.stat("d/" + n).st_ino == i for n, i in inodes.items())
    removed = 0
    with os.scandir("d") as entries:
        for entry in entries:
            os.unlink(entry.path)
            removed += 1
    return len(seen), set(seen) == expected, same, removed, os.listdir("d")


def directories():
    os.makedirs("a/b/c")
    links = os.stat("a").st_nlink
    write("a/f", b"")
    result = (
        links,
        failure(os.rmdir, "a"),
        failure(os.mkdir, "a/b"),
        failure(os.rmdir, "a/f"),
        failure(os.unlink, "a/b"),
        failure(os.listdir, "a/f"),
        failure(os.link, "a/b", "x"),
    )
    fd = os.open("a/b/c", os.O_RDONLY)
    os.rmdir("a/b/c")
    return result, os.listdir(fd), failure(os.stat, "a/b/c"), os.stat("a").st_nlink


def moved_directory_keeps_its_tree():
    os.makedirs("a/b")
    write("a/b/f", b"1")
    os.mkdir("x")
    os.chdir("a/b")
    os.rename("../../a", "../../x/y")
    data = read("f")
    up = os.path.realpath(".").split("/")[-3:]
    os.chdir("../../..")
    return data, up, os.stat("x/y/..").st_ino == os.stat("x").st_ino


def locks():
    a, b = os.open("l", os.O_RDWR | os.O_CREAT), os.open("l", os.O_RDWR)
    fcntl.flock(a, fcntl.LOCK_EX)
    refused = failure(fcntl.flock, b, fcntl.LOCK_EX | fcntl.LOCK_NB)
    fcntl.lockf(a, fcntl.LOCK_EX, 10, 0)

    def other():
        c = os.open("l", os.O_RDWR)
        fcntl.lockf(c, fcntl.LOCK_EX | fcntl.LOCK_NB, 10, 20)
        return failure(fcntl.lockf, c, fcntl.LOCK_EX | fcntl.LOCK_NB, 5, 5)

    return refused, as_user(other, 0, 0)


def files_belong_to_the_caller():
    os.chmod(".", 0o777)

    def make():
        os.umask(0o027)
        write("f", b"mine", mode=0o666)
        os.mkdir("d", 0o777)
        os.symlink("f", "s")
        os.mkfifo("p", 0o666)
        os.chmod("f", 0o604)
        return failure(os.chown, "f", 0, 0)

    result = as_user(make, 1234, 4321)
    os.umask(0o022)
    seen = [os.lstat(n) for n in "fdsp"]
    return result, [(s.st_uid, s.st_gid, oct(s.st_mode)) for s in seen]


def group_of_the_directory_is_inherited():
    os.mkdir("d")
    os.chown("d", 0, 55)
    os.chmod("d", 0o2777)

    def make():
        write("d/f", b"", mode=0o666)
        os.mkdir("d/e")
        return os.stat("d/f").st_gid, os.stat("d/e").st_gid, oct(os.stat("d/e").st_mode)

    return as_user(make, 1234, 4321), as_user(lambda: failure(os.unlink, "d/f"), 99, 99)


def further_groups_count():
    os.mkdir("d")
    os.chown("d", 0, 77)
    os.chmod("d", 0o770)
    denied = as_user(lambda: os.mkdir("d/x"), 1234, 4321)
    allowed = as_user(lambda: os.mkdir("d/x"), 1234, 4321, [77])
    return denied, allowed, os.stat("d/x").st_uid


def sticky_directory():
    os.mkdir("d")
    os.chmod("d", 0o1777)
    as_user(lambda: write("d/f", b""), 1001, 1001)
    return as_user(lambda: failure(os.unlink, "d/f"), 1002, 1002), as_user(
        lambda: failure(os.unlink, "d/f"), 1001, 1001
    )


def permissions_are_enforced():
    os.chmod(".", 0o755)
    write("f", b"x")
    os.chmod("f", 0o600)
    os.mkdir("d")
    os.chmod("d", 0o700)
    return (
        as_user(lambda: failure(read, "f")),
        as_user(lambda: failure(write, "new", b"")),
        as_user(lambda: failure(os.listdir, "d")),
        as_user(lambda: failure(os.chmod, "f", 0o777)),
        as_user(lambda: os.access("f", os.R_OK)),
        failure(os.open, "d", os.O_WRONLY),
    )


def set_user_id_is_cleared():
    os.chmod(".", 0o755)
    seen = []
    for act in (
        lambda: write("f", b"2", os.O_WRONLY),
        lambda: os.truncate("f", 0),
        lambda: write("f", b"3", os.O_WRONLY | os.O_TRUNC),
    ):
        write("f", b"1")
        os.chmod("f", 0o6777)
        result = as_user(act)
        seen.append((result, oct(os.stat("f").st_mode)))
    os.chmod("f", 0o6777)
    write("f", b"1", os.O_WRONLY)
    seen.append(oct(os.stat("f").st_mode))
    os.chmod("f", 0o6777)
    os.chown("f", 5, 6)
    seen.append(oct(os.stat("f").st_mode))
    return seen


def open_flags():
    write("a", b"abc")
    os.symlink("a", "s")
    return (
        failure(os.open, "a", os.O_CREAT | os.O_EXCL | os.O_WRONLY),
        failure(os.open, "s", os.O_RDONLY | os.O_NOFOLLOW),
        failure(os.open, "a", os.O_RDONLY | os.O_DIRECTORY),
        failure(os.open, ".", os.O_WRONLY),
        failure(os.open, "none", os.O_RDONLY),
        failure(os.open, "a/b", os.O_RDONLY),
        os.close(os.open("a", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)),
        os.stat("a").st_size,
        failure(os.write, os.open("a", os.O_RDONLY), b"x"),
        failure(os.read, os.open("a", os.O_WRONLY), 1),
    )


def large_transfers():
    data = os.urandom(1 << 20) * 5 + b"tail"
    write("a", data)
    fd = os.open("a", os.O_RDONLY)
    back = b"".join(iter(lambda: os.read(fd, 3 << 20), b""))
    return back == data, os.pread(fd, 100, len(data) - 4), os.pread(fd, 10, 1 << 40)


def limits():
    fd = os.open("a", os.O_RDWR | os.O_CREAT)
    return (
        failure(os.ftruncate, fd, 1 << 60),
        failure(os.truncate, "a", -1),
        failure(os.pwrite, fd, b"x", 1 << 62),
        os.ftruncate(fd, 1 << 40),
        os.fstat(fd).st_size,
    )


def many_open_files():
    opened = [os.open("f%d" % i, os.O_RDWR | os.O_CREAT) for i in range(500)]
    for i, fd in enumerate(opened):
        os.write(fd, b"%d" % i)
    return [os.pread(fd, 10, 0) for fd in opened][::97]


CASES = [v for k, v in list(globals().items()) if callable(v) and getattr(v, "__module__", "") == "__main__"]
TOOLS = {check, rename2, fallocate, write, read, failure, as_user, acl}

if __name__ == "__main__":
    base = sys.argv[1]
    os.umask(0o022)
    for case in CASES:
        if case in TOOLS:
            continue
        place = os.path.join(base, case.__name__)
        os.mkdir(place)
        os.chdir(place)
        try:
            seen = case()
        except OSError as e:
            seen = "failed: %s" % e
        os.chdir("/")
        print("%s\t%r" % (case.__name__, seen), flush=True)
