package safekit.node.quarantine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import safekit.core.quarantine.Manifest;
import safekit.core.quarantine.ManifestLine;

/**
 * One quarantine that is being filled: contents first, then the lines that name them, each on the
 * disk when the method returns. Not thread-safe.
 */
public final class QuarantineWriter {
    private final String id;
    private final Manifest manifest;
    private final Path lines;
    private final Path content;
    private final long most;
    private long lineBytes;
    private long contentBytes;

    private QuarantineWriter(
            Quarantines all, String id, Manifest manifest, long lineBytes, long contentBytes)
            throws IOException {
        this.id = id;
        this.manifest = manifest;
        this.lineBytes = lineBytes;
        this.contentBytes = contentBytes;
        lines = all.manifest(id);
        content = all.content(id);
        most = (Files.getFileStore(all.directory()).getUsableSpace() + size()) / 2;
    }

    /**
     * The quarantine of the changes under the heading's own id: a new one, or the one that an
     * interrupted reintegration began.
     */
    public static QuarantineWriter open(
            Quarantines all, ManifestLine.Heading heading, List<ManifestLine.Root> roots)
            throws IOException {
        Optional<String> before = all.ofData(heading.own());
        if (before.isPresent()) {
            long whole = wholeLines(all.manifest(before.get()));
            if (whole > 0) {
                return again(all, before.get(), whole);
            }
            all.purge(before.get());
        }
        String id = all.create(heading.own(), Instant.parse(heading.begun()));
        var writer = new QuarantineWriter(all, id, new Manifest(heading), 0, 0);
        var first = new ArrayList<ManifestLine>();
        first.add(heading);
        first.addAll(roots);
        writer.append(first);
        sync(all.directory().resolve(id));
        sync(all.directory());
        return writer;
    }

    /** Bytes of the lines that were finished when the power went. */
    private static long wholeLines(Path manifest) throws IOException {
        return Files.exists(manifest)
                ? 1 + Files.readString(manifest, StandardCharsets.US_ASCII).lastIndexOf('\n')
                : 0;
    }

    private static QuarantineWriter again(Quarantines all, String id, long whole)
            throws IOException {
        long content = Files.exists(all.content(id)) ? Files.size(all.content(id)) : 0;
        return new QuarantineWriter(all, id, all.read(id), whole, content);
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory)) {
            channel.force(true);
        }
    }

    public String id() {
        return id;
    }

    /** What it holds. */
    public Manifest manifest() {
        return manifest;
    }

    /** Bytes that it takes on the disk. */
    public long size() {
        return lineBytes + contentBytes;
    }

    /** Whether so many bytes more may be kept: half of what was free without it is the limit. */
    public boolean takes(long bytes) {
        return size() + bytes <= most;
    }

    /** Where the next content will begin. */
    public long at() {
        return contentBytes;
    }

    /** Writes content, then these lines, which may name it. */
    public void keep(ByteBuffer bytes, List<ManifestLine> facts) throws IOException {
        contentBytes = write(content, contentBytes, bytes);
        append(facts);
    }

    /** Writes these lines. */
    public void append(List<ManifestLine> facts) throws IOException {
        var text = new StringBuilder();
        facts.forEach(fact -> text.append(fact.text()).append('\n'));
        ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text.toString());
        lineBytes = write(lines, lineBytes, bytes);
        facts.forEach(manifest::add);
    }

    /** Returns where the bytes end. Behind their beginning there is only what a crash left. */
    private static long write(Path file, long at, ByteBuffer bytes) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.truncate(at).position(at);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
            return channel.position();
        }
    }
}
