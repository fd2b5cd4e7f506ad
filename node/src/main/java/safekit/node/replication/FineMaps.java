package safekit.node.replication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import safekit.core.bytes.Refused;
import safekit.core.generation.Standing;
import safekit.core.generation.Tuple;
import safekit.core.replication.Extents;
import safekit.core.replication.FineMap;
import safekit.core.replication.FineMapFile;

/**
 * The fine map of a lone node: in memory while it logs its changes alone, as a file from its
 * orderly stop to its next start. The file is gone, durably, before anything changes that it does
 * not know; without it the extents of the logs count. Guarded by the primary's lock.
 */
final class FineMaps {
    /** With extents of 4 MiB: 32 GiB that are written to, in 1 MiB of memory. */
    private static final int EXTENTS_MAX = 8192;

    private static final long FILE_MAX = 16 << 20;
    private static final int NO_LOG = 0;

    private final Path directory;
    private final Path file;
    private final int extentSize;
    private @Nullable FineMap map;

    FineMaps(Path directory, int extentSize) {
        this.directory = directory;
        this.extentSize = extentSize;
        file = directory.resolve("fine-map");
    }

    /** What is known now; null while this node is not alone. */
    @Nullable FineMap map() {
        return map;
    }

    /**
     * A lone node logs its changes in a new log: goes on with the map that it has, or with that of
     * its last stop, or begins one.
     *
     * @param own the durable tuple, which names the new log already
     * @param log the new log
     * @param older what the other logs say up to now
     */
    void begin(Tuple own, int log, Extents older) throws IOException {
        FineMap next = map == null ? saved(own, log) : map;
        discard();
        map = next == null ? new FineMap(extentSize, EXTENTS_MAX, older) : next;
        map.beyond(older);
    }

    private @Nullable FineMap saved(Tuple own, int log) throws IOException {
        if (!Files.exists(file) || !holds(own) || Files.size(file) > FILE_MAX) {
            return null;
        }
        try {
            var bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            FineMap read = FineMapFile.read(bytes, belonging(own, log), EXTENTS_MAX);
            return read.extentSize() == extentSize ? read : null;
        } catch (Refused refused) {
            return null;
        }
    }

    /** Whether the logs of this tuple say all that differs. */
    private static boolean holds(Tuple own) {
        return own.logValid()
                && own.consistent()
                && own.standing() == Standing.SOLE
                && own.logs().changes().size() <= FineMapFile.LOGS_MAX;
    }

    /** Data and logs that the map refines; {@code without} is a log that is not among them. */
    private static FineMapFile.Belonging belonging(Tuple own, int without) {
        var logs = new ArrayList<>(own.logs().changes());
        logs.remove(Integer.valueOf(without));
        return new FineMapFile.Belonging(own.id(), logs);
    }

    /** These bytes change. */
    void written(long number, int generation, long offset, long length) {
        FineMap now = map;
        if (now != null) {
            now.written(number, generation, offset, length);
        }
    }

    /** This node is not alone any more: nothing is known. */
    void end() throws IOException {
        map = null;
        discard();
    }

    /** Changes may come: the file is not true any more. */
    void discard() throws IOException {
        if (Files.deleteIfExists(file)) {
            syncDirectory();
        }
    }

    /** Nothing changes any more before the process ends: keeps the map for the next start. */
    void save(Tuple own) throws IOException {
        FineMap now = map;
        if (now == null || !holds(own)) {
            return;
        }
        byte[] bytes = FineMapFile.write(now, belonging(own, NO_LOG));
        if (bytes.length > FILE_MAX) {
            return;
        }
        Path fresh = directory.resolve("fine-map.new");
        try (var out =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                out.write(rest);
            }
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        syncDirectory();
    }

    private void syncDirectory() throws IOException {
        try (var open = FileChannel.open(directory, StandardOpenOption.READ)) {
            open.force(true);
        }
    }
}
