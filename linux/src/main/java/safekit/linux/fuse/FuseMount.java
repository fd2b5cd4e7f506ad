package safekit.linux.fuse;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import safekit.linux.file.LowerTree;
import safekit.linux.sys.Errno;
import safekit.linux.sys.Memory;
import safekit.linux.sys.Mounts;
import safekit.linux.sys.ProcFile;
import safekit.linux.sys.ResourceLimits;
import safekit.linux.sys.Scratch;

/**
 * A directory that is served over itself: everything done in it goes through us to the tree below,
 * and each change to a {@link ChangeSink}. Nothing in this process may use the directory while it
 * is mounted: a request of ours to ourselves could wait for ever.
 *
 * <p>Thread-safe. Needs root.
 */
public final class FuseMount implements Closeable {
    /** The type of our mounts in /proc/mounts. */
    public static final String TYPE = "fuse.safekit";

    /**
     * How the names of our own extended attributes begin, below the mount. Through the mount nobody
     * sees or changes one, so none is ever replicated.
     */
    public static final String OWN_ATTRIBUTES = "trusted.safekit.";

    private static final Path CONNECTIONS = Path.of("/sys/fs/fuse/connections");
    private static final Duration END = Duration.ofSeconds(10);
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final int READAHEAD_KIB = 1024;
    private static final long MANY_FILES = 1 << 20;

    private final Path directory;
    private final Served served;
    private final Session session;
    private final MountPoint mount;

    private FuseMount(Path directory, Served served, Session session, MountPoint mount) {
        this.directory = directory;
        this.served = served;
        this.session = session;
        this.mount = mount;
    }

    /**
     * Mounts over this directory, and returns when it is served.
     *
     * @param directory absolute, without symlinks: the one that {@code tree} has open
     * @param module name for /proc/mounts
     * @param tree stays the caller's: closed after this mount
     * @param failures hears when the kernel cannot be heard any more; a bug goes to the last
     *     handler of uncaught exceptions instead, which must end the process
     */
    public static FuseMount mount(
            Path directory,
            String module,
            LowerTree tree,
            ChangeSink sink,
            FuseOptions options,
            Consumer<Throwable> failures)
            throws IOException {
        var served = new Served(tree, sink, options);
        var session = new Session(served, failures);
        String data =
                "fd="
                        + session.descriptor()
                        + ",rootmode=40000,user_id=0,group_id=0,allow_other,default_permissions"
                        + ",max_read="
                        + Exchange.MAXIMUM_WRITE;
        int result = mountAt(directory, "safekit:" + module, TYPE, data);
        if (result < 0) {
            session.close();
            throw new IOException(directory + ": cannot be mounted: errno " + -result);
        }
        MountPoint mount = oursAt(directory);
        if (mount == null) {
            session.close();
            throw new IOException(directory + ": mounted, but not in /proc/self/mountinfo");
        }
        var mounted = new FuseMount(directory, served, session, mount);
        try {
            session.start("fuse-" + module);
            mounted.widenReadahead();
        } catch (IOException e) {
            mounted.close();
            throw e;
        }
        return mounted;
    }

    /**
     * Detaches every mount of ours that lies on top at this directory: one whose process died
     * (every access gives ENOTCONN). Never touches another mount.
     *
     * @return whether there was one
     */
    public static boolean detachDead(Path directory) throws IOException {
        boolean found = false;
        MountPoint top = oursAt(directory);
        while (top != null) {
            int result = unmountAt(directory, Mounts.DETACH | Mounts.NO_FOLLOW);
            if (result < 0) {
                throw new IOException(directory + ": cannot be detached: errno " + -result);
            }
            found = true;
            top = oursAt(directory);
        }
        return found;
    }

    /**
     * Ends the connection of a mount of ours at this directory, also of another process: whoever
     * waits in it gets ECONNABORTED at once, later accesses ENOTCONN. The mount stays, as a fence.
     *
     * @return whether there was one
     */
    public static boolean abort(Path directory) throws IOException {
        MountPoint top = oursAt(directory);
        if (top == null) {
            return false;
        }
        abortConnection(top);
        return true;
    }

    /** Takes the mount away: false when somebody uses it or when it is not on top. */
    public boolean unmount() throws IOException {
        return unmount(0);
    }

    /** As {@link #unmount}, also when it is used: open files go on until they are closed. */
    public boolean detach() throws IOException {
        return unmount(Mounts.DETACH);
    }

    /** Ends the connection of this mount, see {@link #abort(Path)}. */
    public void abort() throws IOException {
        abortConnection(mount);
    }

    /** Whether the kernel ended the connection within that time: unmounted or aborted. */
    public boolean awaitEnd(Duration atMost) throws InterruptedException {
        return session.awaitEnd(atMost);
    }

    /**
     * Unmounts, if need be by force, and ends the threads.
     *
     * @throws IOException also when the sink keeps a worker: then files stay open
     */
    @Override
    public void close() throws IOException {
        if (!unmount()) {
            detach();
            abort();
        }
        try {
            if (!session.awaitEnd(AT_ONCE)) { // Another mount namespace may still hold a copy.
                abort();
            }
            if (!session.awaitEnd(END)) {
                throw new IOException(
                        directory + ": a request is still served after " + END.toSeconds() + " s");
            }
            session.close();
            served.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean unmount(int flags) throws IOException {
        MountPoint top = oursAt(directory);
        if (top == null || !top.equals(mount)) {
            return false;
        }
        int result = unmountAt(directory, flags | Mounts.NO_FOLLOW);
        if (result < 0 && result != -Errno.EBUSY) {
            throw new IOException(directory + ": cannot be unmounted: errno " + -result);
        }
        return result == 0;
    }

    private static @Nullable MountPoint oursAt(Path directory) {
        return MountPoint.topAt(directory).filter(top -> top.type().equals(TYPE)).orElse(null);
    }

    private static void abortConnection(MountPoint mount) throws IOException {
        Path abort = CONNECTIONS.resolve(mount.minor()).resolve("abort");
        if (MountPoint.topAt(CONNECTIONS).isEmpty()) {
            mountAt(CONNECTIONS, "fusectl", "fusectl", "");
        }
        try {
            Files.writeString(abort, "1");
        } catch (NoSuchFileException e) {
            // The connection has ended: that is what was wanted.
            return;
        }
    }

    /** Sequential reads ask 1 MiB at a time; the kernel's default is 128 KiB. */
    private void widenReadahead() throws IOException {
        Path path = Path.of("/sys/class/bdi", mount.device(), "read_ahead_kb");
        Files.writeString(path, Integer.toString(READAHEAD_KIB));
    }

    /**
     * Allows as many open files as kernels do by default: the applications' files are open here
     * too. Not more, for scripts inherit the limit, and some programs close every number up to it.
     */
    public static void allowManyFiles() throws IOException {
        long kernel = Long.parseLong(ProcFile.line(Path.of("/proc/sys/fs/nr_open")));
        long wanted = Math.min(kernel, MANY_FILES);
        if (wanted <= ResourceLimits.openFiles()) {
            return;
        }
        int result = ResourceLimits.openFiles(wanted);
        if (result == -Errno.EPERM) {
            // Without CAP_SYS_RESOURCE the limit stays what Java has made of it: the hard limit.
            return;
        }
        if (result < 0) {
            throw new IOException("the limit of open files cannot be raised: errno " + -result);
        }
    }

    private static int mountAt(Path target, String source, String type, String data) {
        Scratch scratch = Scratch.mine();
        long value = scratch.value();
        long typeAt = value + Scratch.PATH_BYTES;
        putString(value, data);
        putString(typeAt, type);
        long from = scratch.secondPath(bytes(source));
        return Mounts.mount(from, scratch.path(bytes(target.toString())), typeAt, 0, value);
    }

    private static void putString(long address, String text) {
        Memory.put(address, bytes(text + "\0"));
    }

    private static int unmountAt(Path target, int flags) {
        return Mounts.unmount(Scratch.mine().path(bytes(target.toString())), flags);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
