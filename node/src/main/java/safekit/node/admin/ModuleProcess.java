package safekit.node.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import safekit.linux.process.ProcessIdentity;
import safekit.node.disk.DurableFile;
import safekit.node.home.ModuleHome;
import safekit.node.store.ExitCode;
import safekit.node.store.Incarnations;

/**
 * A running module process: started by this safeadmin, or by one before it. Which process it is
 * stands in {@code SAFEUSERVAR/process}, and in its lock, for the case that safeadmin died before
 * it could note its child: {@link ProcessIdentity}, then incarnation.
 */
final class ModuleProcess {
    private static final System.Logger LOG = System.getLogger(ModuleProcess.class.getName());

    /** The process ended because it was told to. */
    static final int IN_ORDER = 0;

    /** The process did nothing because another one of the module runs. */
    static final int HELD = 3;

    /** The process ended because it was told to, and left things behind. */
    static final int BY_FORCE = 10;

    /** The process of an earlier safeadmin ended without a word. */
    private static final int DIED = -1;

    private static final long LOOK_NANOS = 200_000_000;

    private final ModuleHome module;
    private final ProcessIdentity identity;
    private final @Nullable Process child;
    private final ProcessHandle handle;
    private final long incarnation;
    private final Instant since = Instant.now();
    private final Object ending = new Object();
    private boolean over;

    private ModuleProcess(
            ModuleHome module,
            ProcessIdentity identity,
            ProcessHandle handle,
            @Nullable Process child,
            long incarnation) {
        this.module = module;
        this.identity = identity;
        this.handle = handle;
        this.child = child;
        this.incarnation = incarnation;
    }

    /** Notes a process that was just started. */
    static ModuleProcess started(ModuleHome module, Process child, long incarnation)
            throws IOException {
        ProcessIdentity identity = ProcessIdentity.of(child.pid());
        if (identity == null) {
            throw new IOException(
                    "the process of the module " + module.name() + " ended at its start");
        }
        var process = new ModuleProcess(module, identity, child.toHandle(), child, incarnation);
        process.note();
        return process;
    }

    /** Whoever is safeadmin next finds this process. */
    void note() throws IOException {
        DurableFile.write(file(module), identity.print() + " " + incarnation + "\n");
    }

    /** What an earlier safeadmin noted. */
    record Noted(@Nullable ModuleProcess running, long incarnation) {}

    /** The process that an earlier safeadmin started; null when nothing of one is known. */
    static @Nullable Noted noted(ModuleHome module) throws IOException {
        Noted process = noted(module, file(module));
        Noted holder = holder(module);
        if (process == null || holder == null) {
            return process == null ? holder : process;
        }
        if (process.running() != null || holder.running() != null) {
            return process.running() != null ? process : holder;
        }
        return process.incarnation() > holder.incarnation() ? process : holder;
    }

    /**
     * {@link #noted}, and when nothing runs, nothing will: a process that was started but not noted
     * and takes its lock only later finds a newer incarnation, and does not begin.
     */
    static @Nullable Noted left(ModuleHome module) throws IOException {
        Noted noted = noted(module);
        boolean runs = noted != null && noted.running() != null;
        if (runs || Incarnations.last(module) == 0) {
            return noted;
        }
        long _ = Incarnations.next(module);
        return noted(module);
    }

    /** The process that names itself in the lock of the module; null when none does. */
    static @Nullable Noted holder(ModuleHome module) throws IOException {
        boolean named = Files.exists(module.lock()) && Files.size(module.lock()) > 0;
        return named ? noted(module, module.lock()) : null;
    }

    private static @Nullable Noted noted(ModuleHome module, Path file) throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        ProcessIdentity identity = ProcessIdentity.read(file);
        String[] words = Files.readString(file).strip().split(" ", -1);
        if (identity == null || words.length != 4 || !words[3].matches("[0-9]{1,18}")) {
            LOG.log(System.Logger.Level.WARNING, "{0} is damaged, expected four numbers", file);
            return new Noted(null, Incarnations.last(module));
        }
        long incarnation = Long.parseLong(words[3]);
        ProcessHandle handle = ProcessHandle.of(identity.id()).orElse(null);
        if (handle == null || !identity.isAlive()) {
            return new Noted(null, incarnation);
        }
        return new Noted(
                new ModuleProcess(module, identity, handle, null, incarnation), incarnation);
    }

    /** Nothing runs any more, and nothing is to be cleaned up. */
    static void forget(ModuleHome module) throws IOException {
        if (Files.exists(module.lock())) {
            Files.write(module.lock(), new byte[0]);
        }
        Files.deleteIfExists(file(module));
        DurableFile.syncDirectory(module.userVar());
    }

    /** How a process that is gone ended; one that left no exit code died. */
    static int codeOf(ModuleHome module, long incarnation) throws IOException {
        Integer code = ExitCode.of(module, incarnation);
        return code == null ? DIED : code;
    }

    long incarnation() {
        return incarnation;
    }

    Instant since() {
        return since;
    }

    /**
     * Waits until the process is gone and returns its exit code. A child is waited for; the end of
     * another one is looked for five times in a second.
     */
    int awaitEnd() {
        int code = child == null ? awaitAdopted() : child.onExit().join().exitValue();
        synchronized (ending) {
            over = true;
        }
        return code;
    }

    private int awaitAdopted() {
        while (true) {
            try {
                if (!identity.isAlive()) {
                    return codeOf(module, incarnation);
                }
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "{0}: {1}", module.name(), e);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /**
     * Kills it, and at once does what must not wait for its end: a process that the kernel holds
     * may live for long. Nothing once its end was told, because the next process may run then.
     */
    void kill(Runnable cutOff) {
        synchronized (ending) {
            if (over) {
                return;
            }
            handle.destroyForcibly();
            cutOff.run();
        }
    }

    private static Path file(ModuleHome module) {
        return module.userVar().resolve("process");
    }
}
