package safekit.node.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import safekit.core.base.Check;
import safekit.node.disk.DurableFile;

/**
 * SAFEVAR/cluster: {@code cluster.xml}, {@code cluster.key} (64 hex digits, mode 0600), {@code
 * cluster.zip} with both for the other nodes (mode 0600), {@code cluster_ip.xml}, and {@code
 * applied} (mode 0600): the cluster in effect. The first two are what an administrator and {@code
 * genkey} change; they count from the next {@code cluster config} on (spec 01 section 3).
 */
public final class ClusterFiles {
    /** Bytes of a key. */
    static final int KEY_BYTES = 32;

    private static final int LARGEST_XML = 1 << 20;
    private static final String NO_KEY = "none";

    private final Path directory;

    /** The files below this directory; nothing is read yet. */
    public ClusterFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * What the last {@code cluster config} left: one file, so that it is there as a whole or not at
     * all. Its lines are signature, date and lock; 64 hex digits of the key or {@code none}; and
     * cluster.xml as it was.
     *
     * @param date epoch seconds
     */
    public record Applied(
            String xml, Cluster.Key key, String signature, long date, boolean locked) {

        /** With the signature that follows from the topology and the key. */
        public static Applied of(String xml, byte @Nullable [] key, long date, boolean locked) {
            var held = new Cluster.Key(key);
            return new Applied(xml, held, ClusterFiles.signature(xml, key), date, locked);
        }

        private static Applied parse(String text, Path place) throws IOException {
            String[] parts = text.split("\n", 3);
            String[] words = parts[0].split(" ", -1);
            if (parts.length != 3 || words.length != 3) {
                throw new IOException(
                        place
                                + " is damaged, expected: signature, date and lock in the first line;"
                                + " run safekit cluster config");
            }
            byte[] key = parts[1].equals(NO_KEY) ? null : parseKey(parts[1], place.toString());
            return of(parts[2], key, Long.parseLong(words[1]), words[2].equals("1"));
        }

        private String print() {
            byte[] bytes = key.bytes();
            return "%s %d %d\n%s\n%s"
                    .formatted(
                            signature,
                            date,
                            locked ? 1 : 0,
                            bytes == null ? NO_KEY : HexFormat.of().formatHex(bytes),
                            xml);
        }
    }

    Path xml() {
        return directory.resolve("cluster.xml");
    }

    Path zip() {
        return directory.resolve("cluster.zip");
    }

    private Path key() {
        return directory.resolve("cluster.key");
    }

    private Path applied() {
        return directory.resolve("applied");
    }

    void writeXml(String text) throws IOException {
        DurableFile.write(xml(), text);
    }

    void writeResolved(String text) throws IOException {
        DurableFile.write(directory.resolve("cluster_ip.xml"), text);
    }

    byte @Nullable [] readKey() throws IOException {
        if (!Files.exists(key())) {
            return null;
        }
        return parseKey(Files.readString(key()), key().toString());
    }

    void writeKey(byte @Nullable [] bytes) throws IOException {
        if (bytes == null) {
            Files.deleteIfExists(key());
            DurableFile.syncDirectory(directory);
        } else {
            DurableFile.writePrivately(key(), keyText(bytes));
        }
    }

    static byte[] newKey() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /** The cluster in effect; null when none is. */
    public @Nullable Applied readApplied() throws IOException {
        return Files.exists(applied())
                ? Applied.parse(Files.readString(applied()), applied())
                : null;
    }

    /** From now on this cluster is in effect, also after a restart. */
    public void writeApplied(Applied applied) throws IOException {
        DurableFile.writePrivately(applied(), applied.print().getBytes(StandardCharsets.UTF_8));
    }

    /** Topology, key and everything derived; logs of what was applied stay nowhere. */
    void removeAll() throws IOException {
        for (String name :
                new String[] {
                    "applied", "cluster.zip", "cluster.key", "cluster_ip.xml", "cluster.xml"
                }) {
            Files.deleteIfExists(directory.resolve(name));
        }
        if (Files.isDirectory(directory)) {
            DurableFile.syncDirectory(directory);
        }
    }

    /** OPEN 01-5: over the bytes of cluster.xml and the public fingerprint of the key. */
    static String signature(String xml, byte @Nullable [] key) {
        MessageDigest digest = sha256();
        digest.update(xml.getBytes(StandardCharsets.UTF_8));
        if (key != null) {
            MessageDigest fingerprint = sha256();
            fingerprint.update("safekit cluster key".getBytes(StandardCharsets.US_ASCII));
            digest.update(fingerprint.digest(key));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Writes cluster.zip: what another node needs to join. */
    void writeZip(String xml, byte @Nullable [] key) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("cluster.xml"));
            zip.write(xml.getBytes(StandardCharsets.UTF_8));
            if (key != null) {
                zip.putNextEntry(new ZipEntry("cluster.key"));
                zip.write(keyText(key));
            }
        }
        DurableFile.writePrivately(zip(), bytes.toByteArray());
    }

    /** The content of a cluster.zip; the key is null when it has none. */
    record Packed(String xml, Cluster.Key key) {}

    static Packed readZip(Path file) throws IOException {
        String xml = null;
        byte[] key = null;
        try (ZipInputStream zip =
                new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] bytes = zip.readNBytes(LARGEST_XML);
                String text = new String(bytes, StandardCharsets.UTF_8);
                switch (entry.getName()) {
                    case "cluster.xml" -> xml = text;
                    case "cluster.key" -> key = parseKey(text, file + ":cluster.key");
                    default -> {}
                }
            }
        }
        if (xml == null) {
            throw new IOException(file + " holds no cluster.xml");
        }
        return new Packed(xml, new Cluster.Key(key));
    }

    private static byte[] keyText(byte[] bytes) {
        return (HexFormat.of().formatHex(bytes) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] parseKey(String text, String place) throws IOException {
        String digits = text.trim();
        if (!digits.matches("[0-9a-f]{64}")) {
            throw new IOException(place + " is damaged, expected 64 hexadecimal digits");
        }
        return HexFormat.of().parseHex(digits);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new Check.BrokenInvariant("every JDK has SHA-256: " + e.getMessage());
        }
    }
}
