package safekit.node.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * An exclusive lock on a file, which the kernel gives up when this process ends, however it ends.
 * The file names the holder. The holder must not open the file again: closing that second
 * descriptor would give the lock up (fcntl).
 */
public final class ProcessLock implements AutoCloseable {
    private final FileChannel channel;

    private ProcessLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock without waiting; null when somebody holds it.
     *
     * @param holder one line that names this process for those who find the lock taken
     */
    public static @Nullable ProcessLock take(Path file, String holder) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        ProcessLock taken = null;
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                channel.truncate(0);
                channel.write(ByteBuffer.wrap((holder + "\n").getBytes(StandardCharsets.UTF_8)));
                taken = new ProcessLock(channel);
            }
            return taken;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        } finally {
            if (taken == null) {
                channel.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
