package safekit.node.replication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import safekit.core.bytes.Refused;
import safekit.core.replication.ExtentLog;
import safekit.core.replication.Extents;
import safekit.core.replication.LogRecord;

/**
 * The extent logs of a module as files, {@code log-N} each. One is open for appending at a time; an
 * append is on the disk when it returns. Not thread-safe.
 */
final class ExtentFiles {
    /** Facts beyond which a log says "everything". */
    static final int FACTS_MAX = 200_000;

    private static final int PREALLOCATED = 64 << 10;
    private static final int BATCH = (ExtentLog.BATCH_MAX - 64) / ExtentLog.FACT_MAX;

    private final Path directory;
    private final int extentSize;
    private Optional<FileChannel> channel = Optional.empty();
    private int log;
    private int sequence;
    private long end;

    ExtentFiles(Path directory, int extentSize) throws IOException {
        this.directory = directory;
        this.extentSize = extentSize;
        Files.createDirectories(directory);
    }

    /** Whether there is such a file. */
    boolean exists(int number) {
        return Files.exists(file(number));
    }

    /** What a log says; everything when it is not there, damaged or not ours. */
    Extents read(int number) throws IOException {
        if (!exists(number)) {
            return everything();
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file(number)));
        try {
            return ofSize(ExtentLog.read(bytes, FACTS_MAX), extentSize);
        } catch (Refused refused) {
            return everything();
        }
    }

    /** Facts in the format of a log file, to be sent. */
    static byte[] image(List<LogRecord> facts, int extentSize) {
        int batches = facts.size() / BATCH + 1;
        ByteBuffer out =
                ByteBuffer.allocate(
                        ExtentLog.HEADER + batches * 64 + facts.size() * ExtentLog.FACT_MAX);
        ExtentLog.header(out, new ExtentLog.Header(0, extentSize, 0));
        int sequence = 1;
        for (int from = 0; from < facts.size(); from += BATCH) {
            int to = Math.min(facts.size(), from + BATCH);
            ExtentLog.batch(out, 0, sequence++, facts.subList(from, to));
        }
        byte[] bytes = new byte[out.position()];
        out.get(0, bytes);
        return bytes;
    }

    /** What a log says, when its extents are of this size. */
    static Extents ofSize(ExtentLog.Contents contents, int extentSize) {
        boolean same = contents.header().extentSize() == extentSize;
        return same ? contents.extents() : everything();
    }

    static Extents everything() {
        var all = new Extents();
        all.addEverything();
        return all;
    }

    /** Makes a log durable with these facts, whole or not at all, and appends to it from now on. */
    void begin(int number, List<LogRecord> facts) throws IOException {
        close();
        Path fresh = directory.resolve("log-" + number + ".new");
        FileChannel made =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DSYNC);
        channel = Optional.of(made);
        log = number;
        sequence = 1;
        ByteBuffer out = ByteBuffer.allocate(PREALLOCATED);
        ExtentLog.header(out, new ExtentLog.Header(number, extentSize, 0));
        out.clear();
        writeAll(made, out, 0);
        end = ExtentLog.HEADER;
        append(facts);
        Files.move(fresh, file(number), StandardCopyOption.ATOMIC_MOVE);
        syncDirectory();
    }

    /** Appends facts to the open log and makes them durable. */
    void append(List<LogRecord> facts) throws IOException {
        FileChannel open = channel.orElseThrow(() -> new IOException("no extent log is open"));
        for (int from = 0; from < facts.size(); from += BATCH) {
            List<LogRecord> some = facts.subList(from, Math.min(facts.size(), from + BATCH));
            ByteBuffer out = ByteBuffer.allocate(64 + some.size() * ExtentLog.FACT_MAX);
            ExtentLog.batch(out, log, sequence, some);
            out.flip();
            int length = out.remaining();
            writeAll(open, out, end);
            end += length;
            sequence++;
        }
    }

    /** Removes all logs but these. */
    void keep(Collection<Integer> numbers) throws IOException {
        for (int number : present()) {
            if (!numbers.contains(number) && number != log) {
                Files.deleteIfExists(file(number));
            }
        }
    }

    /** The numbers of all logs that are there. */
    List<Integer> present() throws IOException {
        var numbers = new ArrayList<Integer>();
        try (var files = Files.newDirectoryStream(directory, "log-*[0-9]")) {
            for (Path file : files) {
                numbers.add(Integer.parseInt(file.getFileName().toString().substring(4)));
            }
        }
        return numbers;
    }

    /** Closes the open log. */
    void close() throws IOException {
        if (channel.isPresent()) {
            channel.get().close();
            channel = Optional.empty();
        }
    }

    private Path file(int number) {
        return directory.resolve("log-" + number);
    }

    private void syncDirectory() throws IOException {
        try (var open = FileChannel.open(directory, StandardOpenOption.READ)) {
            open.force(true);
        }
    }

    private static void writeAll(FileChannel to, ByteBuffer bytes, long at) throws IOException {
        long position = at;
        while (bytes.hasRemaining()) {
            position += to.write(bytes, position);
        }
    }
}
