package safekit.node.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import safekit.core.wire.ClusterKey;

class ModuleKeyTest {
    private static final String ZEROS = "00".repeat(ClusterKey.SIZE);

    @TempDir Path directory;

    private Path file(String content) throws IOException {
        return Files.writeString(directory.resolve("modulekey.dat"), content);
    }

    @Test
    void it_is_read_as_genkey_writes_it() throws IOException {
        ClusterKey key = ModuleKey.read(file(ZEROS + "\n"));
        assertThat(key.id()).isEqualTo(ClusterKey.of(new byte[ClusterKey.SIZE]).id());
        assertThat(key).hasToString("module key %08x".formatted(key.id()));
    }

    @Test
    void a_damaged_one_is_refused_with_the_way_out() throws IOException {
        for (String content : new String[] {"", "00", ZEROS + "00", "x" + ZEROS.substring(1)}) {
            Path file = file(content);
            assertThatThrownBy(() -> ModuleKey.read(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("" + file)
                    .hasMessageContaining("expected 64 hexadecimal digits")
                    .hasMessageContaining("safekit module genkey and safekit config");
        }
    }
}
