package safekit.node.replication;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import safekit.core.generation.Logs;
import safekit.core.generation.Meeting;
import safekit.core.mirror.Control;
import safekit.core.mirror.Effect.AckRule;
import safekit.core.mirror.Event;

/**
 * One side of a full reintegration as a process of its own, to see what it needs: {@code sender
 * BASE PORT PORT} and {@code receiver BASE PORT PORT} at once, below the same directory, and before
 * that {@code fill BASE NODE FILES BYTES LARGE} for the data of a node: so many small files of this
 * size and one large one of so many MiB.
 */
final class ResyncProgram {
    private static final int PER_DIRECTORY = 1000;
    private static final long SESSION = 101;
    private static final int LONG = 3600;
    private static final Host.Options OPTIONS =
            new Host.Options(true, TimeUnit.MINUTES.toNanos(10), 0);

    private ResyncProgram() {}

    public static void main(String[] words) throws IOException {
        Path base = Path.of(words[1]);
        switch (words[0]) {
            case "fill" ->
                    fill(
                            base.resolve("data" + words[2]),
                            Integer.parseInt(words[3]),
                            Integer.parseInt(words[4]),
                            Integer.parseInt(words[5]));
            case "sender" -> send(base, ports(words));
            case "receiver" -> receive(base, ports(words));
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private static int[] ports(String[] words) {
        return new int[] {Integer.parseInt(words[2]), Integer.parseInt(words[3])};
    }

    static void fill(Path directory, int files, int bytes, int mebibytes) throws IOException {
        Files.createDirectories(directory);
        var random = new Random(1);
        byte[] content = new byte[bytes];
        for (int i = 0; i < files; i++) {
            if (i % PER_DIRECTORY == 0) {
                Files.createDirectories(directory.resolve("d" + i / PER_DIRECTORY));
            }
            random.nextBytes(content);
            Files.write(directory.resolve("d" + i / PER_DIRECTORY + "/file" + i), content);
        }
        byte[] large = new byte[1 << 20];
        try (var out = new RandomAccessFile(directory.resolve("large").toFile(), "rw")) {
            for (int i = 0; i < mebibytes; i++) {
                random.nextBytes(large);
                out.write(large);
            }
        }
    }

    private static void send(Path base, int[] ports) throws IOException {
        try (var host = new Host(0, base, ports, OPTIONS)) {
            var logs = new Logs(List.of(1), List.of(1));
            host.replication.track(1, Pair.tupleOf(logs));
            host.replication.acknowledge(AckRule.ALONE);
            host.await(Event.ControlHeard.class, heard -> heard.control() instanceof Control.Join);
            long begun = System.nanoTime();
            host.replication.sendControl(new Control.Begin(SESSION, host.beat(Pair.tupleOf(logs))));
            host.await(Event.ControlHeard.class, heard -> heard.control() instanceof Control.Begun);
            host.replication.copy(SESSION, Meeting.Copy.EVERYTHING, Pair.tupleOf(logs));
            host.await(Event.Copied.class, _ -> true, LONG);
            System.out.printf(
                    "sender %.2f s, %s, RSS %d MB%n",
                    (System.nanoTime() - begun) / 1e9, host.copies.getLast(), peak());
        }
    }

    private static void receive(Path base, int[] ports) throws IOException {
        try (var host = new Host(1, base, ports, OPTIONS)) {
            host.replication.openStream();
            host.await(Event.StreamUp.class);
            host.replication.sendControl(new Control.Join(host.beat(Pair.tupleOf(Logs.NONE))));
            host.await(Event.ControlHeard.class, heard -> heard.control() instanceof Control.Begin);
            host.replication.sendControl(new Control.Begun(SESSION, Pair.tupleOf(Logs.NONE)));
            host.replication.receive(SESSION, Pair.tupleOf(Logs.NONE), Optional.empty());
            host.await(Event.StreamDown.class, _ -> true, LONG);
            System.out.printf("receiver %s, RSS %d MB%n", host.received.getLast(), peak());
        }
    }

    /** The most memory that this process ever had, in MB. */
    private static long peak() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
            }
        }
        throw new IOException("no VmHWM");
    }
}
