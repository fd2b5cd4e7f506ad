package safekit.node.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import safekit.node.disk.DurableFile;
import safekit.node.home.ModuleHome;

/**
 * A running module process: started by this safeadmin, or by one before it. Which process it is
 * stands in {@code SAFEUSERVAR/process}: pid, start (epoch milliseconds), incarnation.
 */
final class ModuleProcess {
    /** The process ended because it was told to. */
    static final int IN_ORDER = 0;

    /** The process ended because it was told to, and left things behind. */
    static final int BY_FORCE = 10;

    /** How the process of an earlier safeadmin ended cannot be asked. */
    private static final int DIED = -1;

    private final ModuleHome module;
    private final ProcessHandle handle;
    private final @Nullable Process child;
    private final long incarnation;
    private final Instant since;

    private ModuleProcess(
            ModuleHome module, ProcessHandle handle, @Nullable Process child, long incarnation) {
        this.module = module;
        this.handle = handle;
        this.child = child;
        this.incarnation = incarnation;
        this.since = Instant.now();
    }

    /** Notes a process that was just started. */
    static ModuleProcess started(ModuleHome module, Process child, long incarnation)
            throws IOException {
        ProcessHandle handle = child.toHandle();
        DurableFile.write(
                file(module), "%d %d %d\n".formatted(child.pid(), start(handle), incarnation));
        return new ModuleProcess(module, handle, child, incarnation);
    }

    /** What an earlier safeadmin noted. */
    record Noted(@Nullable ModuleProcess running, long incarnation) {}

    /** The process that an earlier safeadmin started; null when it noted none. */
    static @Nullable Noted noted(ModuleHome module) throws IOException {
        if (!Files.exists(file(module))) {
            return null;
        }
        String[] words = Files.readString(file(module)).trim().split(" ", -1);
        if (words.length != 3) {
            throw new IOException(file(module) + " is damaged, expected three numbers");
        }
        long start = Long.parseLong(words[1]);
        long incarnation = Long.parseLong(words[2]);
        ProcessHandle handle =
                ProcessHandle.of(Long.parseLong(words[0]))
                        .filter(each -> each.isAlive() && start(each) == start)
                        .orElse(null);
        return new Noted(
                handle == null ? null : new ModuleProcess(module, handle, null, incarnation),
                incarnation);
    }

    /** Nothing runs any more, and nothing is to be cleaned up. */
    static void forget(ModuleHome module) throws IOException {
        Files.deleteIfExists(file(module));
        DurableFile.syncDirectory(module.userVar());
    }

    long incarnation() {
        return incarnation;
    }

    Instant since() {
        return since;
    }

    /** Completes with the exit code as soon as the process is gone. */
    CompletableFuture<Integer> ended() {
        if (child != null) {
            return child.onExit().thenApply(Process::exitValue);
        }
        return handle.onExit().thenApply(gone -> codeOfAdopted());
    }

    void kill() {
        handle.destroyForcibly();
    }

    /** A process that ends in order removes its socket; one that dies leaves it. */
    private int codeOfAdopted() {
        return Files.exists(module.socket()) ? DIED : IN_ORDER;
    }

    private static long start(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static Path file(ModuleHome module) {
        return module.userVar().resolve("process");
    }
}
