package safekit.bench.figures;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/**
 * Figures of one run of one area, printed as they come; what is not a figure starts with `#`. The
 * file has one row per sample: figure, unit, kind (sample or baseline), number, value. One thread
 * uses it.
 */
public final class Report {
    private final String area;
    private final PrintStream out;
    private final Path file;

    /** Begins the file anew: what an earlier run kept there is gone. */
    public Report(String area, PrintStream out, Path directory) {
        this.area = area;
        this.out = out;
        this.file = directory.resolve(area + ".csv");
        try {
            Files.createDirectories(directory);
            Files.writeString(file, "figure,unit,kind,number,value\n");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Says under which conditions the figures were taken, on the screen and in the file. */
    public void remark(String text) {
        out.println("# " + text);
        append("# " + text + "\n");
    }

    /** Prints a figure and keeps its samples. */
    public void add(Figure figure) {
        view(figure);
        append(rows(figure, "sample", figure.samples()));
        append(rows(figure, "baseline", figure.baselines()));
    }

    /** Prints a figure whose samples are kept with another one. */
    public void view(Figure figure) {
        out.println(figure.line(area));
    }

    private static String rows(Figure figure, String kind, List<Double> values) {
        var text = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%s,%s,%s,%d,%.3f%n",
                            figure.name(),
                            figure.unit(),
                            kind,
                            i + 1,
                            values.get(i)));
        }
        return text.toString();
    }

    private void append(String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
