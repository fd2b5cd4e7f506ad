package safekit.node.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import safekit.node.disk.DurableFile;
import safekit.node.home.ModuleHome;

/**
 * Remembers for {@code boot="auto"} that a module was started and not stopped by an administrator;
 * the shutdown of the machine does not clear it (OPEN 02-8).
 */
record WasStarted(Path file) {
    static WasStarted of(ModuleHome module) {
        return new WasStarted(module.userVar().resolve("started"));
    }

    boolean isSet() {
        return Files.exists(file);
    }

    void set() throws IOException {
        DurableFile.write(file, "started\n");
    }

    void clear() throws IOException {
        Files.deleteIfExists(file);
    }
}
