package safekit.node.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import safekit.node.disk.DurableFile;
import safekit.node.home.ModuleHome;

/**
 * The durable number of a module's processes on this node; its upper 48 bits count processes. A
 * process with a smaller number than this may no longer begin.
 */
public final class Incarnations {
    private Incarnations() {}

    /** Grows from process to process, also over a loss of the file: seconds are its lower bound. */
    public static long next(ModuleHome module) throws IOException {
        long last = last(module) >> 16;
        long next = Math.max(last + 1, Instant.now().getEpochSecond());
        DurableFile.write(file(module), next + "\n");
        return next << 16;
    }

    /** That of the newest process; 0 when there was none, or nobody knows. */
    public static long last(ModuleHome module) throws IOException {
        Path file = file(module);
        String text = Files.exists(file) ? Files.readString(file).trim() : "";
        return text.matches("[0-9]{1,14}") ? Long.parseLong(text) << 16 : 0;
    }

    private static Path file(ModuleHome module) {
        return module.userVar().resolve("incarnation");
    }
}
