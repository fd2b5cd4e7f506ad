package safekit.node.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import safekit.node.home.ModuleHome;

/**
 * How a module process ended, written by itself as its last act: for a safeadmin that is not its
 * parent. A process that left none died.
 */
public final class ExitCode {
    private ExitCode() {}

    /** The process of this incarnation ends now. */
    public static void write(ModuleHome module, long incarnation, int code) throws IOException {
        Files.writeString(file(module), incarnation + " " + code + "\n");
    }

    /** That of this incarnation, null when it died or still runs. */
    public static @Nullable Integer of(ModuleHome module, long incarnation) throws IOException {
        Path file = file(module);
        String text = Files.exists(file) ? Files.readString(file) : "";
        boolean ended = text.matches(incarnation + " [0-9]{1,3}\n");
        return ended ? Integer.valueOf(text.trim().substring(text.indexOf(' ') + 1)) : null;
    }

    private static Path file(ModuleHome module) {
        return module.userVar().resolve("ended");
    }
}
