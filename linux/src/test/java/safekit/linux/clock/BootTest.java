package safekit.linux.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootTest {
    @TempDir Path directory;

    @Test
    void the_clock_counts_from_the_boot() throws Exception {
        String uptime = Files.readString(Path.of("/proc/uptime"));
        double seconds = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
        assertThat(BootClock.nanos() / 1e9).isBetween(seconds - 1, seconds + 60);
        long first = BootClock.nanos();
        assertThat(BootClock.nanos()).isGreaterThanOrEqualTo(first);
    }

    @Test
    void reading_the_clock_allocates_nothing_once_it_is_compiled() {
        long bytes = Long.MAX_VALUE;
        for (int round = 0; round < 100 && bytes != 0; round++) {
            bytes = bytesOfReadings(20_000) / 20_000;
        }
        assertThat(bytes).isZero();
    }

    private static long bytesOfReadings(int readings) {
        var bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = bean.getCurrentThreadAllocatedBytes();
        long last = 0;
        for (int i = 0; i < readings; i++) {
            last = Math.max(last, BootClock.nanos());
        }
        assertThat(last).isPositive();
        return bean.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void the_boot_id_is_the_same_during_a_boot_and_another_for_another_file() throws Exception {
        assertThat(BootId.read()).isEqualTo(BootId.read()).isNotIn(0L, -1L);
        Path one = Files.writeString(directory.resolve("one"), "boot 1\n");
        Path two = Files.writeString(directory.resolve("two"), "boot 2\n");
        assertThat(BootId.read(one)).isEqualTo(BootId.read(one)).isNotEqualTo(BootId.read(two));
    }

    @Test
    void an_empty_or_missing_file_is_an_error() throws Exception {
        Path empty = Files.writeString(directory.resolve("empty"), "\n");
        assertThatThrownBy(() -> BootId.read(empty))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is empty, expected a boot id");
        assertThatThrownBy(() -> BootId.read(directory.resolve("none")))
                .isInstanceOf(IOException.class);
    }
}
