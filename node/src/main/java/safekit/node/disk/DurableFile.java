package safekit.node.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes a small file so that after a crash it has its old or its new content, never a mixture. */
public final class DurableFile {
    private static final Set<PosixFilePermission> PRIVATE =
            PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> PUBLIC =
            PosixFilePermissions.fromString("rw-r--r--");

    private DurableFile() {}

    /** Replaces the file; on return it is on disk. Mode 0644. */
    public static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8), PUBLIC);
    }

    /** Replaces the file with a secret; on return it is on disk. Mode 0600 from the beginning. */
    public static void writePrivately(Path file, byte[] bytes) throws IOException {
        write(file, bytes, PRIVATE);
    }

    /** Makes names created, renamed or deleted in this directory durable. */
    public static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void write(Path file, byte[] bytes, Set<PosixFilePermission> mode)
            throws IOException {
        Path directory = FileTree.parent(file);
        Files.createDirectories(directory);
        Path draft = directory.resolve("." + file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel =
                FileChannel.open(draft, options, PosixFilePermissions.asFileAttribute(PRIVATE))) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            Files.setPosixFilePermissions(draft, mode);
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        syncDirectory(directory);
    }
}
