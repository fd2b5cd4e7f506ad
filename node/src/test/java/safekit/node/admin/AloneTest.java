package safekit.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes of safeadmin. */
class AloneTest {
    @TempDir Path directory;
    private @Nullable Process first;

    @AfterEach
    void end() throws InterruptedException {
        Process running = first;
        if (running != null) {
            running.destroyForcibly().waitFor();
        }
    }

    @Test
    void a_second_safeadmin_on_the_same_files_says_so_and_touches_nothing() throws Exception {
        Path var = directory.resolve("var");
        Process running = launch("first");
        first = running;
        TestNode.await("first", () -> Files.exists(var.resolve("safeadmin.sock")));
        Path unpacked = Files.writeString(var.resolve("native/of the first"), "");
        Process second = launch("second");
        assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isOne();
        assertThat(directory.resolve("second"))
                .content()
                .contains("Error: another safeadmin runs on " + var);
        assertThat(unpacked).exists();
        assertThat(running.isAlive()).isTrue();
    }

    private Process launch(String output) throws IOException {
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-XX:+UseSerialGC", "-Xmx64m"));
        String modules = System.getProperty("jdk.module.path", "");
        if (modules.isEmpty()) {
            words.addAll(List.of("-cp", System.getProperty("java.class.path")));
            words.add(Main.class.getName());
        } else {
            words.addAll(List.of("-p", modules, "-m", "safekit.node/" + Main.class.getName()));
        }
        words.addAll(
                List.of(directory.resolve("safe").toString(), directory.resolve("var").toString()));
        File out = directory.resolve(output).toFile();
        return new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(out).start();
    }
}
