package safekit.bench.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Does one job in several directories by turns, in an order that rotates, so that what disturbs the
 * machine disturbs all of them alike. Arguments: the job, the words of a {@link Scale},
 * directories. Prints `figure index value`, where the index is that of the directory.
 */
public final class Turns {
    private Turns() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> words = List.of(arguments);
        Scale scale = Scale.of(words.subList(1, 5));
        Job job = Jobs.of(words.getFirst(), scale);
        List<Path> directories = new ArrayList<>();
        for (String word : words.subList(5, words.size())) {
            directories.add(Files.createDirectories(Path.of(word, "bench-" + words.getFirst())));
        }
        var text = new StringBuilder();
        for (Path directory : directories) {
            job.prepare(directory);
        }
        for (int round = job.warmsUp() ? -1 : 0; round < scale.turns(); round++) {
            for (int i = 0; i < directories.size(); i++) {
                int index = (i + round + 1) % directories.size();
                boolean shown = round >= 0;
                job.turn(
                        directories.get(index),
                        (figure, value) -> {
                            if (shown) {
                                text.append(figure).append(' ').append(index);
                                text.append(String.format(Locale.ROOT, " %.3f%n", value));
                            }
                        });
            }
        }
        for (Path directory : directories) {
            job.clean(directory);
            Files.delete(directory);
        }
        System.out.print(text);
    }
}
