package safekit.linux.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenPathsTest {
    @Test
    void finds_who_has_a_file_open(@TempDir Path base) throws Exception {
        Path directory = Files.createDirectory(base.resolve("d"));
        Path file = Files.writeString(directory.resolve("f"), "");
        Files.createDirectory(base.resolve("d2"));
        assertThat(OpenPaths.users(directory)).isEmpty();
        Process reader =
                new ProcessBuilder("sh", "-c", "exec 7<" + file + "; echo open; read end").start();
        try (var said = reader.inputReader()) {
            assertThat(said.readLine()).isEqualTo("open");
            assertThat(OpenPaths.users(directory))
                    .extracting(ProcessEntry::id)
                    .containsExactly((int) reader.pid());
            assertThat(OpenPaths.users(base.resolve("d2"))).isEmpty();
        } finally {
            reader.destroyForcibly().waitFor();
        }
        assertThat(OpenPaths.users(directory)).isEmpty();
    }
}
