package safekit.lab.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Counts the blocks in which two trees differ. */
final class Blocks {
    /** Bytes of a block: the grain of what a reintegration copies. */
    private static final int SIZE = 4096;

    /** What was counted: bytes of the differing blocks, and of all files. */
    record Count(long differing, long all) {}

    private Blocks() {}

    /** What a tree has that an older one lacks; a file of another name is another file. */
    static Count compare(Path older, Path newer) {
        long differing = 0;
        long all = 0;
        try {
            for (Path file : files(newer)) {
                differing += differing(older.resolve(newer.relativize(file)), file);
                all += Files.size(file);
            }
            return new Count(differing, all);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<Path> files(Path tree) throws IOException {
        try (Stream<Path> below = Files.walk(tree)) {
            return below.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
    }

    private static long differing(Path older, Path newer) throws IOException {
        if (!Files.isRegularFile(older, LinkOption.NOFOLLOW_LINKS)) {
            return Math.ceilDiv(Files.size(newer), SIZE) * (long) SIZE;
        }
        try (FileChannel was = FileChannel.open(older);
                FileChannel is = FileChannel.open(newer)) {
            long differing = 0;
            for (long at = 0; at < is.size(); at += SIZE) {
                if (!block(was, at).equals(block(is, at))) {
                    differing += SIZE;
                }
            }
            return differing;
        }
    }

    /** Zeros behind the end of the file. */
    private static ByteBuffer block(FileChannel file, long at) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(SIZE);
        int read = 0;
        while (read >= 0 && into.hasRemaining()) {
            read = file.read(into, at + into.position());
        }
        return into.clear();
    }
}
