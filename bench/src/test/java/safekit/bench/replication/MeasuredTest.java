package safekit.bench.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import safekit.bench.figures.Report;

class MeasuredTest {
    private static final List<String> TARGETS = List.of("raw", "c", "alone", "second");

    @TempDir Path directory;

    @Test
    void everything_is_compared_with_the_plain_directory_and_alone_also_with_the_native_one() {
        assertThat(report("read4k 0 100\nread4k 1 50\nread4k 2 40\nread4k 3 20\nread4k 3 30\n"))
                .containsExactly(
                        "area.read4k.c 50.0 1/s 100.0 0.50",
                        "area.read4k.alone 40.0 1/s 100.0 0.40",
                        "area.read4k.second 25.0 1/s 100.0 0.25",
                        "area.read4k.alone_vs_c 40.0 1/s 50.0 0.80");
    }

    @Test
    void a_latency_is_shown_to_its_worst() {
        assertThat(report("w_latency 0 10\nw_latency 2 20\n"))
                .containsExactly(
                        "area.w_latency.alone 20.0 us 10.0 2.00",
                        "area.w_latency.alone_p99 20.0 us 10.0 2.00",
                        "area.w_latency.alone_p99.9 20.0 us 10.0 2.00",
                        "area.w_latency.alone_max 20.0 us 10.0 2.00");
    }

    @Test
    void who_could_not_do_the_job_is_named_with_the_reason() {
        String text = "w 0 1\n! 1 java.io.IOException: Invalid argument\n";
        assertThat(Measured.parse(text, TARGETS).failures())
                .containsExactly(java.util.Map.entry("c", "java.io.IOException: Invalid argument"));
    }

    private List<String> report(String text) {
        var screen = new ByteArrayOutputStream();
        var out = new PrintStream(screen, true, StandardCharsets.UTF_8);
        Measured.parse(text, TARGETS).report(new Report("area", out, directory), TARGETS);
        return screen.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
