package safekit.node.module;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import safekit.core.wire.ClusterKey;

/**
 * The key of a module (spec 08, {@code safekit module genkey}): made in the current configuration,
 * used from the next {@code safekit config} and start on.
 */
final class ModuleKey {
    private ModuleKey() {}

    /** What seals the module's stream: its own key, else the cluster's; null without both. */
    static @Nullable ClusterKey ofStream(ModuleSetup setup) throws IOException {
        Path file = setup.home().userConf().resolve("modulekey.dat");
        return Files.exists(file) ? read(file) : setup.key();
    }

    /** Reads a key; says in plain words why it cannot be used. */
    static ClusterKey read(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
        byte[] bytes;
        try {
            bytes = HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException notHex) {
            throw unusable(file, "not hexadecimal digits");
        }
        if (bytes.length != ClusterKey.SIZE) {
            throw unusable(file, bytes.length + " bytes");
        }
        return ClusterKey.ofModule(bytes);
    }

    private static IOException unusable(Path file, String found) {
        return new IOException(
                "%s: found %s, expected 64 hexadecimal digits; make it again with safekit module"
                                .formatted(file, found)
                        + " genkey and safekit config");
    }
}
