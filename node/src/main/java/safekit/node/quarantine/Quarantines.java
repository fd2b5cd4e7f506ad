package safekit.node.quarantine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import safekit.core.bytes.Refused;
import safekit.core.quarantine.Manifest;
import safekit.core.quarantine.ManifestLine;

/**
 * All quarantines of one module: {@code SAFEUSERVAR/quarantine/<date>-<id of the data>}, each with
 * a manifest and one file of contents. For root only.
 */
public record Quarantines(Path directory) {
    private static final String MANIFEST = "manifest";
    private static final String CONTENT = "content";
    private static final Pattern ID = Pattern.compile("[0-9]{8}T[0-9]{6}Z-[0-9a-f]{16}");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);

    /** The names of all, oldest first. */
    public List<String> ids() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> "" + entry.getFileName())
                    .filter(name -> ID.matcher(name).matches())
                    .sorted()
                    .toList();
        }
    }

    /** The one in which the changes under this data id go already. */
    Optional<String> ofData(long own) throws IOException {
        String end = "-" + HexFormat.of().toHexDigits(own);
        return ids().stream().filter(id -> id.endsWith(end)).findFirst();
    }

    /** Whether everything that changed under this data id is overwritten already. */
    public boolean complete(long own) throws IOException {
        Optional<String> id = ofData(own);
        return id.isPresent() && read(id.get()).complete();
    }

    /** A new one, durable and empty; its name. */
    String create(long own, Instant now) throws IOException {
        var secret = PosixFilePermissions.fromString("rwx------");
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, secret);
        String id =
                DATE.format(now.atOffset(ZoneOffset.UTC)) + "-" + HexFormat.of().toHexDigits(own);
        Path made = Files.createDirectory(directory.resolve(id));
        Files.setPosixFilePermissions(made, secret);
        return id;
    }

    Path manifest(String id) {
        return directory.resolve(id).resolve(MANIFEST);
    }

    Path content(String id) {
        return directory.resolve(id).resolve(CONTENT);
    }

    /** What a quarantine holds; a line that was not finished when the power went is not there. */
    public Manifest read(String id) throws IOException {
        String text = Files.readString(manifest(id), StandardCharsets.US_ASCII);
        var lines = new ArrayList<>(List.of(text.split("\n", -1)));
        lines.removeLast();
        try {
            return Manifest.of(lines);
        } catch (Refused refused) {
            throw new IOException(manifest(id) + ": " + refused.getMessage(), refused);
        }
    }

    /** Removes one for ever. */
    public void purge(String id) throws IOException {
        Files.deleteIfExists(manifest(id));
        Files.deleteIfExists(content(id));
        Files.delete(directory.resolve(id));
    }

    /** A name of the quarantine's path for people: bytes that are not UTF-8 are replaced. */
    public static String path(Manifest manifest, ManifestLine.Kept kept) {
        var root = manifest.roots().get(kept.directory());
        String above = root == null ? "?" : text(root.toArray());
        return above + "/" + text(kept.path().toArray());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
