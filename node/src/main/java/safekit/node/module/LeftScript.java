package safekit.node.module;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import safekit.linux.process.ProcessIdentity;
import safekit.node.home.ModuleHome;

/**
 * The script that runs now, noted in SAFEUSERVAR: it has its own session and outlives the process
 * that started it. Who comes after that one ends it, so that two scripts of a module never run at
 * the same time. A plain file: it matters after the death of a process, not of the machine.
 */
public record LeftScript(Path file) {
    private static final System.Logger LOG = System.getLogger(LeftScript.class.getName());
    private static final Duration TO_DIE = Duration.ofSeconds(5);
    private static final long LOOK_NANOS = 10_000_000;

    /** That of a module. */
    public static LeftScript of(ModuleHome module) {
        return new LeftScript(module.userVar().resolve("script"));
    }

    /** The leader of its group runs now. A full disk does not stop scripts from running. */
    void note(long leader) {
        try {
            ProcessIdentity identity = ProcessIdentity.of(leader);
            if (identity != null) {
                Files.writeString(file, identity.print() + "\n");
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the running script is not noted: {0}", e);
        }
    }

    /** It has ended. A note that remains names a process that is gone, which does no harm. */
    void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "a script that ended remains noted: {0}", e);
        }
    }

    /** Kills the one that a dead process left, with its group, and does not wait. */
    public void kill() throws IOException {
        ProcessIdentity left = ProcessIdentity.read(file);
        if (left != null) {
            left.killGroup();
        }
    }

    /** Kills it and waits for its end; fails when it does not end. */
    public void end() throws IOException {
        kill();
        @Nullable ProcessIdentity left = ProcessIdentity.read(file);
        long limit = System.nanoTime() + TO_DIE.toNanos();
        while (left != null && left.isAlive()) {
            if (System.nanoTime() > limit) {
                throw new IOException("the script with process id " + left.id() + " does not end");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        Files.deleteIfExists(file);
    }
}
