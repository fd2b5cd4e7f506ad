package safekit.lab.host;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The disk of one host: an ext4 image behind a loop device. What reached the image survives a
 * power-off, what was only in the host's memory does not.
 */
final class DataDisk {
    private static final Duration RELEASED_WITHIN = Duration.ofSeconds(30);
    private final Path image;
    private final String device;

    DataDisk(Path image, long bytes) {
        this.image = image;
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        String lazily = "lazy_itable_init=1,lazy_journal_init=1";
        Shell.must("mkfs.ext4", "-q", "-F", "-E", lazily, image.toString());
        this.device = Shell.must("losetup", "--find", "--show", image.toString());
    }

    String device() {
        return device;
    }

    /** Waits until the last user is gone: only then a mount replays the journal afresh. */
    void awaitReleased() {
        Path superblock = Path.of("/sys/fs/ext4", Path.of(device).getFileName().toString());
        Await.until(
                device + " is no longer mounted",
                RELEASED_WITHIN,
                () -> Files.notExists(superblock));
    }

    void delete() {
        Shell.attempt("losetup", "--detach", device);
        try {
            Files.deleteIfExists(image);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
