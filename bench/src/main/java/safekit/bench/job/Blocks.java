package safekit.bench.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/** Blocks that do not compress, whole reads and writes of them, and the caches of the machine. */
final class Blocks {
    static final int SMALL = 4096;
    private static final Path DROP_CACHES = Path.of("/proc/sys/vm/drop_caches");

    private Blocks() {}

    /** Aligned as O_DIRECT wants it. */
    static ByteBuffer random(int bytes) {
        ByteBuffer block = ByteBuffer.allocateDirect(bytes + SMALL).alignedSlice(SMALL);
        block.limit(bytes);
        var content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        block.put(content).flip();
        return block;
    }

    static void write(FileChannel channel, ByteBuffer block, long at) throws IOException {
        block.rewind();
        while (block.hasRemaining()) {
            channel.write(block, at + block.position());
        }
    }

    static void read(FileChannel channel, ByteBuffer block, long at) throws IOException {
        block.clear();
        while (block.hasRemaining()) {
            if (channel.read(block, at + block.position()) < 0) {
                throw new IOException("the file ends before " + at);
            }
        }
    }

    /** Writes a file of that size and syncs it. */
    static void fill(Path file, long bytes) throws IOException {
        ByteBuffer block = random(Scale.MEBIBYTE);
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (long at = 0; at < bytes; at += Scale.MEBIBYTE) {
                write(channel, block, at);
            }
            channel.force(true);
        }
    }

    /** The machine forgets every clean page, name and attribute. */
    static void dropCaches() throws IOException {
        Files.writeString(DROP_CACHES, "3");
    }
}
