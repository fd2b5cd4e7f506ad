package safekit.node.replication;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import safekit.core.generation.Meeting;

/**
 * What a small write costs, to be run by hand: both nodes in one process over loopback, against the
 * plain directory beside them, in turns. Arguments: seconds of a cell, rounds.
 */
final class WriteCost {
    private static final int BLOCK = 4096;
    private static final int FILE = 16 << 20;
    private static final int KEPT = 4_000_000;

    private WriteCost() {}

    /** What one thread saw: nanoseconds of each write. */
    private static final class Writer extends Thread {
        private final Path file;
        private final boolean sync;
        private final long until;
        private final long[] took = new long[KEPT];
        private int count;

        Writer(Path file, boolean sync, long until) {
            this.file = file;
            this.sync = sync;
            this.until = until;
        }

        @Override
        public void run() {
            var random = new Random(7);
            ByteBuffer data = ByteBuffer.allocateDirect(BLOCK);
            for (int i = 0; i < BLOCK / 8; i++) {
                data.putLong(i * 8, random.nextLong());
            }
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                long before = System.nanoTime();
                while (before < until && count < KEPT) {
                    long at = (long) random.nextInt(FILE / BLOCK) * BLOCK;
                    data.clear();
                    channel.write(data, at);
                    if (sync) {
                        channel.force(false);
                    }
                    long after = System.nanoTime();
                    took[count++] = after - before;
                    before = after;
                }
            } catch (IOException failed) {
                throw new java.io.UncheckedIOException(failed);
            }
        }
    }

    private static void prepare(Path directory) throws IOException {
        for (int i = 0; i < 4; i++) {
            try (var channel =
                    FileChannel.open(
                            directory.resolve("f" + i),
                            StandardOpenOption.WRITE,
                            StandardOpenOption.CREATE)) {
                ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
                for (int at = 0; at < FILE; at += 1 << 20) {
                    zeros.clear();
                    channel.write(zeros, at);
                }
                channel.force(true);
            }
        }
    }

    private static double cell(
            String name, Path directory, int threads, boolean sync, double seconds, double raw)
            throws InterruptedException {
        var memory = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long start = System.nanoTime();
        long until = start + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        List<Writer> writers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            writers.add(new Writer(directory.resolve("f" + i), sync, until));
        }
        long allocated = memory.getTotalThreadAllocatedBytes();
        writers.forEach(Thread::start);
        for (Writer writer : writers) {
            writer.join();
        }
        double lasted = (System.nanoTime() - start) / 1e9;
        allocated = memory.getTotalThreadAllocatedBytes() - allocated;
        long[] all =
                writers.stream()
                        .flatMapToLong(w -> Arrays.stream(w.took, 0, w.count))
                        .sorted()
                        .toArray();
        double rate = all.length / lasted;
        System.out.printf(
                "%-14s %d %-5s %8.0f/s %5.3f raw  p50 %7.1f p99 %8.1f p99.9 %8.1f max %9.1f us"
                        + "  %d B/op%n",
                name,
                threads,
                sync ? "sync" : "write",
                rate,
                raw == 0 ? 1 : rate / raw,
                micros(all, 0.5),
                micros(all, 0.99),
                micros(all, 0.999),
                all.length == 0 ? 0 : all[all.length - 1] / 1e3,
                allocated / Math.max(1, all.length));
        return rate;
    }

    private static double micros(long[] sorted, double part) {
        return sorted.length == 0 ? 0 : sorted[(int) (part * (sorted.length - 1))] / 1e3;
    }

    private static void measure(String name, Path mounted, Path plain, double seconds, int rounds)
            throws InterruptedException {
        for (int round = 0; round < rounds; round++) {
            for (int threads : new int[] {1, 4}) {
                for (boolean sync : new boolean[] {false, true}) {
                    double raw = cell("raw", plain, threads, sync, seconds, 0);
                    cell(name, mounted, threads, sync, seconds, raw);
                }
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        double seconds = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 2;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2;
        String modes = arguments.length > 2 ? arguments[2] : "alone,second,none";
        Path plain = Files.createTempDirectory(Path.of("/var/tmp"), "safekit-plain");
        prepare(plain);
        for (boolean receipt : new boolean[] {true, false}) {
            try (var pair = new Pair(receipt ? Host.Options.RECEIPT : Host.Options.DISK)) {
                pair.alone();
                prepare(pair.primary.directory);
                if (receipt && modes.contains("alone")) {
                    measure("alone", pair.primary.directory, plain, seconds, rounds);
                }
                String name = receipt ? "second" : "none";
                if (modes.contains(name)) {
                    pair.copy(Meeting.Copy.EVERYTHING);
                    measure(name, pair.primary.directory, plain, seconds, rounds);
                }
            }
        }
        for (int i = 0; i < 4; i++) {
            Files.delete(plain.resolve("f" + i));
        }
        Files.delete(plain);
    }
}
