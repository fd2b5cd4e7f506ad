package safekit.bench.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file in pieces of 1 MiB, in MiB per second: from the disk, or once it has been read. */
final class SequentialReads implements Job {
    private final String name;
    private final Scale scale;
    private final boolean cold;
    private final ByteBuffer block = Blocks.random(Scale.MEBIBYTE);

    SequentialReads(String name, Scale scale, boolean cold) {
        this.name = name;
        this.scale = scale;
        this.cold = cold;
    }

    @Override
    public void prepare(Path directory) throws IOException {
        Blocks.fill(file(directory), (long) scale.megabytes() * Scale.MEBIBYTE);
        readAll(directory);
    }

    @Override
    public void turn(Path directory, Samples samples) throws IOException {
        if (cold) {
            Blocks.dropCaches();
        }
        long begin = System.nanoTime();
        readAll(directory);
        double seconds = (System.nanoTime() - begin) / 1e9;
        samples.add(name, scale.megabytes() / seconds);
    }

    @Override
    public void clean(Path directory) throws IOException {
        Files.delete(file(directory));
    }

    private void readAll(Path directory) throws IOException {
        try (var channel = FileChannel.open(file(directory), StandardOpenOption.READ)) {
            for (int i = 0; i < scale.megabytes(); i++) {
                Blocks.read(channel, block, (long) i * Scale.MEBIBYTE);
            }
        }
    }

    private static Path file(Path directory) {
        return directory.resolve("sequential");
    }
}
