package safekit.bench.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Does one job in several directories by turns, in an order that rotates, so that what disturbs the
 * machine disturbs all of them alike. Arguments: the job, the words of a {@link Scale},
 * directories. Prints `figure index value`, where the index is that of the directory; of one that
 * cannot do it, `! index reason` and nothing else.
 */
public final class Turns {
    private final Job job;
    private final List<Path> directories;
    private final StringBuilder text = new StringBuilder();
    private final Set<Path> failed = new HashSet<>();

    private Turns(Job job, List<Path> directories) {
        this.job = job;
        this.directories = directories;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> words = List.of(arguments);
        Scale scale = Scale.of(words.subList(1, 5));
        Job job = Jobs.of(words.getFirst(), scale);
        List<Path> directories = new ArrayList<>();
        for (String word : words.subList(5, words.size())) {
            directories.add(Files.createDirectories(Path.of(word, "bench-" + words.getFirst())));
        }
        var turns = new Turns(job, directories);
        for (int i = 0; i < directories.size(); i++) {
            turns.act(i, job::prepare);
        }
        for (int round = job.warmsUp() ? -1 : 0; round < scale.turns(); round++) {
            turns.round(round);
        }
        for (Path directory : directories) {
            job.clean(directory);
            Files.delete(directory);
        }
        System.out.print(turns.text);
    }

    private void round(int round) throws InterruptedException {
        for (int i = 0; i < directories.size(); i++) {
            int index = (i + round + 1) % directories.size();
            Job.Samples samples = round < 0 ? (_, _) -> {} : (f, value) -> keep(f, index, value);
            act(index, directory -> job.turn(directory, samples));
        }
    }

    private void keep(String figure, int index, double value) {
        text.append(String.format(Locale.ROOT, "%s %d %.3f%n", figure, index, value));
    }

    private interface Act {
        void on(Path directory) throws IOException, InterruptedException;
    }

    /** Not once it has failed there. */
    private void act(int index, Act act) throws InterruptedException {
        Path directory = directories.get(index);
        if (failed.contains(directory)) {
            return;
        }
        try {
            act.on(directory);
        } catch (IOException failure) {
            failed.add(directory);
            String reason = failure.toString().replace('\n', ' ');
            text.append("! " + index + " " + reason + "\n");
        }
    }
}
