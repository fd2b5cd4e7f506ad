package safekit.node.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import safekit.node.disk.DurableFile;
import safekit.node.home.ModuleHome;

/**
 * A switch of {@code usersetting.*}: persists over stop and start, until the opposite command or
 * the next {@code config} (spec 08 section 4). One file of SAFEUSERVAR: {@code on} or {@code off}.
 */
record UserSetting(Path file) {
    static UserSetting failover(ModuleHome module) {
        return new UserSetting(module.userVar().resolve("usersetting.failover"));
    }

    /** The switch, or null when nobody touched it. */
    @Nullable Boolean read() throws IOException {
        return Files.exists(file) ? Files.readString(file).trim().equals("on") : null;
    }

    void write(boolean on) throws IOException {
        DurableFile.write(file, on ? "on\n" : "off\n");
    }

    void reset() throws IOException {
        Files.deleteIfExists(file);
    }
}
