package safekit.linux.mount;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Connections between FUSE mounts and their servers, by the minor number of the mount's device. */
public final class FuseConnections {
    private static final Path CONTROL = Path.of("/sys/fs/fuse/connections");

    private FuseConnections() {}

    /**
     * Ends a connection: every waiting and every later request fails at once, nobody stays blocked.
     * The mount stays, dead.
     *
     * @param minor {@link Mount#minor} of the FUSE mount
     * @return whether there was such a connection
     */
    public static boolean abort(int minor) throws IOException {
        if (MountTable.read().top(CONTROL) == null) {
            MountCalls.mount("fusectl", CONTROL, "fusectl");
        }
        Path abort = CONTROL.resolve(Integer.toString(minor)).resolve("abort");
        try {
            Files.writeString(abort, "1", StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
            return true;
        } catch (NoSuchFileException gone) {
            return false;
        }
    }
}
