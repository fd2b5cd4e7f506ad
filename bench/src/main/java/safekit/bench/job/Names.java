package safekit.bench.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Files of 4 KiB: made, written and closed; renamed; removed. Each in files per second, and making
 * with removing together.
 */
final class Names implements Job {
    private static final double NANOS = 1e9;

    private final Scale scale;
    private final ByteBuffer block = Blocks.random(Blocks.SMALL);

    Names(Scale scale) {
        this.scale = scale;
    }

    @Override
    public void prepare(Path directory) {}

    @Override
    public void turn(Path directory, Samples samples) throws IOException {
        List<Path> files = new ArrayList<>();
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < scale.sliceNanos()) {
            Path file = directory.resolve("file" + files.size());
            try (var channel =
                    FileChannel.open(
                            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                Blocks.write(channel, block, 0);
            }
            files.add(file);
        }
        long made = System.nanoTime();
        for (Path file : files) {
            Files.move(file, directory.resolve("other-" + file.getFileName()));
        }
        long renamed = System.nanoTime();
        for (Path file : files) {
            Files.delete(directory.resolve("other-" + file.getFileName()));
        }
        long end = System.nanoTime();
        double count = files.size() * NANOS;
        samples.add("create4k", count / (made - begin));
        samples.add("rename", count / (renamed - made));
        samples.add("unlink", count / (end - renamed));
        samples.add("create4k_unlink", count / (made - begin + end - renamed));
    }

    @Override
    public void clean(Path directory) {}
}
