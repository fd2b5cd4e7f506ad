package safekit.node.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;
import safekit.core.base.Check;
import safekit.node.disk.FileTree;

/**
 * Says whether two configurations of a module are the same (OPEN 08-10): SHA-256 over the sorted
 * names and the contents of {@code conf/} and {@code bin/}; of a key only its fingerprint.
 *
 * @param date latest change of a file, epoch seconds
 */
public record ConfigSignature(String hex, long date) {
    /** What {@code config} generates is not part of what the user configures. */
    private static final String GENERATED = "conf/safeconf.xml";

    /** Of the current or the active directory of a module. */
    public static ConfigSignature of(Path directory) throws IOException {
        TreeMap<String, Path> files = new TreeMap<>();
        for (String part : new String[] {"bin", "conf"}) {
            for (Path file : FileTree.files(directory.resolve(part))) {
                files.put(directory.relativize(file).toString(), file);
            }
        }
        files.remove(GENERATED);
        MessageDigest all = sha256();
        long date = 0;
        for (var entry : files.entrySet()) {
            byte[] content = Files.readAllBytes(entry.getValue());
            byte[] name = entry.getKey().getBytes(StandardCharsets.UTF_8);
            all.update(sha256().digest(name));
            all.update(sha256().digest(content));
            date = Math.max(date, Files.getLastModifiedTime(entry.getValue()).toMillis() / 1000);
        }
        return new ConfigSignature(HexFormat.of().formatHex(all.digest()), date);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new Check.BrokenInvariant("every JDK has SHA-256: " + e.getMessage());
        }
    }
}
