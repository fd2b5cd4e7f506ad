package safekit.linux.clock;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import safekit.linux.sys.ProcFile;

/**
 * Tells one boot of the host from another: 64 bits of the SHA-256 of the kernel's random boot id.
 *
 * <p>When the environment variable {@value #OVERRIDE} is set, the file that it names is read
 * instead, whatever its content: that is how several lab hosts on one kernel have boots of their
 * own. A file that is missing or empty is an error, never a silent fallback, because two boots that
 * look the same would make lost data look safe.
 */
public final class BootId {
    /** Environment variable with the path of a file to read instead of the kernel's. */
    public static final String OVERRIDE = "SAFEKIT_BOOT_ID_FILE";

    private static final Path KERNEL = Path.of("/proc/sys/kernel/random/boot_id");

    private BootId() {}

    /**
     * The id of this boot; never 0 and never -1, which mean something else in a data generation.
     */
    public static long read() throws IOException {
        String override = System.getenv(OVERRIDE);
        return read(override == null || override.isEmpty() ? KERNEL : Path.of(override));
    }

    static long read(Path file) throws IOException {
        String text = ProcFile.line(file);
        if (text.isEmpty()) {
            throw new IOException(file + " is empty, expected a boot id");
        }
        long hash = ByteBuffer.wrap(sha256(text)).getLong();
        return hash == 0 || hash == -1 ? 1 : hash;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
