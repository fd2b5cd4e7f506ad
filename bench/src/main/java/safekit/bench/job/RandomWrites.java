package safekit.bench.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Writes of 4 KiB at random places of files that exist, one file per thread. The rate is in writes
 * per second; where each write is durable, its latency (with the fsync) is in microseconds.
 */
final class RandomWrites implements Job {
    /** When a write is on the disk. */
    enum Durability {
        /** fsync after each. */
        EACH,
        /** Page cache; what is dirty goes to the disk after the turn, which is not counted. */
        LATER,
        /** O_DIRECT without fsync. */
        DIRECT
    }

    private final String name;
    private final Scale scale;
    private final int threads;
    private final Durability durability;
    private final Map<Path, List<FileChannel>> open = new HashMap<>();

    RandomWrites(String name, Scale scale, int threads, Durability durability) {
        this.name = name;
        this.scale = scale;
        this.threads = threads;
        this.durability = durability;
    }

    @Override
    public void prepare(Path directory) throws IOException {
        var channels = new ArrayList<FileChannel>();
        for (int i = 0; i < threads; i++) {
            Path file = file(directory, i);
            Blocks.fill(file, bytes());
            var options = new ArrayList<OpenOption>(List.of(StandardOpenOption.WRITE));
            if (durability == Durability.DIRECT) {
                options.add(direct());
            }
            channels.add(FileChannel.open(file, options.toArray(OpenOption[]::new)));
        }
        open.put(directory, channels);
    }

    @Override
    public void turn(Path directory, Samples samples) throws IOException, InterruptedException {
        var writers = new ArrayList<Writer>();
        for (FileChannel channel : channels(directory)) {
            writers.add(new Writer(channel));
        }
        long begin = System.nanoTime();
        for (Writer writer : writers) {
            writer.thread.start();
        }
        long writes = 0;
        for (Writer writer : writers) {
            writer.thread.join();
            writes += writer.count;
        }
        for (Writer writer : writers) {
            if (writer.failure != null) {
                throw writer.failure;
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        samples.add(name, writes / seconds);
        for (Writer writer : writers) {
            if (durability == Durability.LATER) {
                writer.channel.force(true);
            }
            for (int i = 0; i < writer.kept; i++) {
                samples.add(name + "_latency", writer.nanos[i] / 1e3);
            }
        }
    }

    @Override
    public void clean(Path directory) throws IOException {
        for (FileChannel channel : channels(directory)) {
            channel.close();
        }
        for (int i = 0; i < threads; i++) {
            Files.delete(file(directory, i));
        }
    }

    /** By its name, for the compiler warns of whoever imports it. */
    private static OpenOption direct() throws IOException {
        try {
            Class<?> options = Class.forName("com.sun.nio.file.ExtendedOpenOption");
            for (Object option : options.getEnumConstants()) {
                if (option.toString().equals("DIRECT")) {
                    return (OpenOption) option;
                }
            }
        } catch (ClassNotFoundException none) {
            throw new IOException("this Java has no O_DIRECT", none);
        }
        throw new IOException("this Java has no O_DIRECT");
    }

    private long bytes() {
        return (long) scale.megabytes() * Scale.MEBIBYTE / threads;
    }

    private List<FileChannel> channels(Path directory) {
        return open.getOrDefault(directory, List.of());
    }

    private static Path file(Path directory, int number) {
        return directory.resolve("random" + number);
    }

    /** One application; allocates nothing while it writes. */
    private final class Writer {
        final FileChannel channel;
        final Thread thread = new Thread(this::write, name);
        final long[] nanos = new long[durability == Durability.EACH ? 20_000 : 0];
        int kept;
        long count;
        @Nullable IOException failure;

        Writer(FileChannel channel) {
            this.channel = channel;
        }

        private void write() {
            ByteBuffer block = Blocks.random(Blocks.SMALL);
            var random = new SplittableRandom();
            long blocks = bytes() / Blocks.SMALL;
            long begin = System.nanoTime();
            try {
                for (long now = begin; now - begin < scale.sliceNanos(); count++) {
                    Blocks.write(channel, block, random.nextLong(blocks) * Blocks.SMALL);
                    if (durability == Durability.EACH) {
                        channel.force(true);
                    }
                    long end = System.nanoTime();
                    if (kept < nanos.length) {
                        nanos[kept++] = end - now;
                    }
                    now = end;
                }
            } catch (IOException thrown) {
                failure = thrown;
            }
        }
    }
}
