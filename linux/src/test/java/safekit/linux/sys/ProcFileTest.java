package safekit.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcFileTest {
    @Test
    void sees_the_whole_line_of_a_file_below_proc_sys() throws IOException {
        assertThat(ProcFile.line(Path.of("/proc/sys/kernel/random/boot_id")))
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    }
}
