package safekit.bench.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A new file in pieces of 1 MiB and an fsync at its end, in MiB per second. */
final class SequentialWrites implements Job {
    private final String name;
    private final Scale scale;

    SequentialWrites(String name, Scale scale) {
        this.name = name;
        this.scale = scale;
    }

    @Override
    public void prepare(Path directory) {}

    @Override
    public void turn(Path directory, Samples samples) throws IOException {
        Path file = directory.resolve("sequential");
        long begin = System.nanoTime();
        Blocks.fill(file, (long) scale.megabytes() * Scale.MEBIBYTE);
        double seconds = (System.nanoTime() - begin) / 1e9;
        Files.delete(file);
        samples.add(name, scale.megabytes() / seconds);
    }

    @Override
    public void clean(Path directory) {}
}
