package safekit.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @TempDir Path directory;

    @Test
    void prints_figures_and_keeps_every_sample() throws IOException {
        var screen = new ByteArrayOutputStream();
        var out = new PrintStream(screen, true, StandardCharsets.UTF_8);
        var report = new Report("area", out, directory.resolve("new"));
        report.remark("quiet machine");
        report.add(Figure.median("state", "ms", List.of(100.0, 200.0), List.of(50.0)));

        assertThat(screen.toString(StandardCharsets.UTF_8))
                .isEqualTo("# quiet machine\narea.state 150.0 ms 50.0 3.00\n");
        assertThat(Files.readAllLines(directory.resolve("new/area.csv")))
                .containsExactly(
                        "figure,unit,kind,number,value",
                        "# quiet machine",
                        "state,ms,sample,1,100.000",
                        "state,ms,sample,2,200.000",
                        "state,ms,baseline,1,50.000");
    }
}
