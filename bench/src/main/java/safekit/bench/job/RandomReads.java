package safekit.bench.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/** Reads of 4 KiB at random places of a file, per second: all of it cached, or nothing at first. */
final class RandomReads implements Job {
    private final String name;
    private final Scale scale;
    private final boolean cold;
    private final ByteBuffer block = Blocks.random(Blocks.SMALL);
    private final SplittableRandom random = new SplittableRandom();

    RandomReads(String name, Scale scale, boolean cold) {
        this.name = name;
        this.scale = scale;
        this.cold = cold;
    }

    @Override
    public void prepare(Path directory) throws IOException {
        Blocks.fill(file(directory), bytes());
        try (var channel = FileChannel.open(file(directory), StandardOpenOption.READ)) {
            for (long at = 0; at < bytes(); at += Blocks.SMALL) {
                Blocks.read(channel, block, at);
            }
        }
    }

    @Override
    public void turn(Path directory, Samples samples) throws IOException {
        if (cold) {
            Blocks.dropCaches();
        }
        long blocks = bytes() / Blocks.SMALL;
        long reads = 0;
        try (var channel = FileChannel.open(file(directory), StandardOpenOption.READ)) {
            long begin = System.nanoTime();
            long passed = 0;
            while (passed < scale.sliceNanos()) {
                Blocks.read(channel, block, random.nextLong(blocks) * Blocks.SMALL);
                reads++;
                passed = System.nanoTime() - begin;
            }
            samples.add(name, reads / (passed / 1e9));
        }
    }

    @Override
    public void clean(Path directory) throws IOException {
        Files.delete(file(directory));
    }

    private long bytes() {
        return (long) scale.megabytes() * Scale.MEBIBYTE;
    }

    private static Path file(Path directory) {
        return directory.resolve("random");
    }
}
