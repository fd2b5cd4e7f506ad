package safekit.node.quarantine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import safekit.core.bytes.Bytes;
import safekit.core.quarantine.Manifest;
import safekit.core.quarantine.ManifestLine;

/**
 * Writes what a quarantine holds below an empty directory: each file under its full path, with the
 * owner, permissions and time that it had. Of a file that is not kept whole, the bytes that are not
 * kept are a hole.
 */
public final class Restorer {
    private static final int BUFFER = 1 << 20;

    private final Quarantines all;
    private final String id;
    private final Manifest manifest;
    private final Path to;
    private final Consumer<String> tell;

    /**
     * Nothing is written yet.
     *
     * @param to an empty directory
     * @param tell a line for each file that is not restored whole
     */
    public Restorer(Quarantines all, String id, Path to, Consumer<String> tell) throws IOException {
        this.all = all;
        this.id = id;
        this.manifest = all.read(id);
        this.to = to;
        this.tell = tell;
    }

    /** Writes everything; the number of files. */
    public int restore() throws IOException {
        int files = 0;
        for (ManifestLine.Kept one : manifest.kept().values()) {
            if (one.kind() == ManifestLine.Kind.SPECIAL) {
                tell.accept(
                        Quarantines.path(manifest, one)
                                + ": devices, pipes and sockets are not restored");
            } else {
                files += restore(one);
            }
        }
        for (ManifestLine.Kept one : manifest.kept().values()) {
            if (one.kind() == ManifestLine.Kind.DIRECTORY) {
                attributes(place(one), one);
            }
        }
        return files;
    }

    private int restore(ManifestLine.Kept one) throws IOException {
        Path path = place(one);
        if (one.kind() == ManifestLine.Kind.DIRECTORY) {
            Files.createDirectories(path);
            return 0;
        }
        Files.createDirectories(path.getParent());
        Path free = free(path, one.number());
        if (one.kind() == ManifestLine.Kind.SYMLINK) {
            Files.createSymbolicLink(free, Path.of(text(one.target().toArray())));
            return 1;
        }
        content(free, one);
        attributes(free, one);
        if (!manifest.whole(one.number())) {
            tell.accept(Quarantines.path(manifest, one) + ": " + parts(one));
        }
        return 1;
    }

    /** Two files that had the same name one after the other do not overwrite each other. */
    private static Path free(Path path, int number) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                ? path.resolveSibling(path.getFileName() + "." + number)
                : path;
    }

    private Path place(ManifestLine.Kept one) {
        Bytes root = manifest.roots().get(one.directory());
        Path place = to;
        String above = root == null ? "directory" + one.directory() : text(root.toArray());
        for (String name : (above + "/" + text(one.path().toArray())).split("/", -1)) {
            place = name.isEmpty() ? place : place.resolve(name);
        }
        return place;
    }

    /** Bytes that this system's names cannot express are replaced. */
    private static String text(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            return Path.of(text).toString();
        } catch (InvalidPathException inexpressible) {
            return text.replaceAll("[^ -~]", "?");
        }
    }

    private void content(Path file, ManifestLine.Kept one) throws IOException {
        try (FileChannel from = FileChannel.open(all.content(id));
                FileChannel into =
                        FileChannel.open(
                                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (ManifestLine.Zone zone : manifest.zones(one.number())) {
                copy(from, zone, into);
            }
            if (into.size() < one.size()) {
                into.write(ByteBuffer.allocate(1), one.size() - 1);
            }
            into.force(true);
        } catch (FileAlreadyExistsException taken) {
            throw new IOException(file + " exists already", taken);
        }
    }

    private static void copy(FileChannel from, ManifestLine.Zone zone, FileChannel into)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, zone.length()));
        for (long done = 0; done < zone.length(); done += buffer.limit()) {
            buffer.clear().limit((int) Math.min(BUFFER, zone.length() - done));
            while (buffer.hasRemaining()) {
                if (from.read(buffer, zone.at() + done + buffer.position()) < 0) {
                    throw new IOException("the content of the quarantine is cut off");
                }
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                into.write(buffer, zone.offset() + done + buffer.position());
            }
        }
    }

    private String parts(ManifestLine.Kept one) {
        var text = new StringBuilder("only these bytes of " + one.size() + " are kept:");
        for (ManifestLine.Zone zone : manifest.zones(one.number())) {
            text.append(" %d-%d".formatted(zone.offset(), zone.offset() + zone.length() - 1));
        }
        return text.toString();
    }

    private static void attributes(Path path, ManifestLine.Kept one) throws IOException {
        var before = Map.of("unix:uid", one.uid(), "unix:gid", one.gid());
        for (Map.Entry<String, Integer> each : before.entrySet()) {
            Files.setAttribute(path, each.getKey(), each.getValue());
        }
        Files.setAttribute(path, "unix:mode", one.mode());
        Files.setLastModifiedTime(
                path,
                FileTime.from(
                        Instant.ofEpochSecond(one.modified().seconds(), one.modified().nanos())));
    }
}
