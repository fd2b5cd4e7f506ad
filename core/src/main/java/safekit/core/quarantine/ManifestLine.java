package safekit.core.quarantine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import safekit.core.bytes.Bytes;
import safekit.core.bytes.Refusal;
import safekit.core.bytes.Refused;
import safekit.core.replication.FileId;
import safekit.core.replication.Moment;

/**
 * One fact of a quarantine; a line of words (docs/protocol/files.md). Numbers are decimal, ids
 * hexadecimal.
 */
public sealed interface ManifestLine {
    /** What a kept name was. */
    enum Kind {
        FILE,
        DIRECTORY,
        SYMLINK,
        /** A device, pipe or socket: only its name and attributes are kept. */
        SPECIAL
    }

    /**
     * The first line.
     *
     * @param begun when, ISO 8601 in UTC
     * @param own id of the data that this node held
     * @param other id of the data that replaced it
     * @param byFile whether it is not known what this node changed: all that is overwritten is kept
     * @param reason why, in a sentence
     */
    record Heading(String begun, long own, long other, boolean byFile, String reason)
            implements ManifestLine {}

    /** Where a replicated directory is; roots of paths are numbers of these. */
    record Root(int directory, Bytes path) implements ManifestLine {}

    /**
     * Something that was there.
     *
     * @param number from 1, in this quarantine
     * @param mode permissions
     * @param size bytes of a file, else 0
     * @param directory number of the replicated directory
     * @param path below it, names separated by slashes
     * @param target of a symbolic link, else empty
     */
    record Kept(
            int number,
            FileId file,
            Kind kind,
            int mode,
            int uid,
            int gid,
            Moment modified,
            long size,
            int directory,
            Bytes path,
            Bytes target)
            implements ManifestLine {}

    /** Bytes of a kept file, and where they begin in the content of the quarantine. */
    record Zone(int number, long offset, long length, long at) implements ManifestLine {}

    /** Bytes of a kept file that were overwritten without being kept. */
    record Lost(int number, long offset, long length) implements ManifestLine {}

    /** Everything is overwritten that had to be: nothing is added any more. */
    record Complete() implements ManifestLine {}

    /** The line, without its end. */
    default String text() {
        return switch (this) {
            case Heading h ->
                    words(
                            "quarantine",
                            1,
                            h.begun,
                            hex(h.own),
                            hex(h.other),
                            h.byFile ? "files" : "zones",
                            Escape.of(h.reason.getBytes(StandardCharsets.UTF_8)));
            case Root(int directory, Bytes path) ->
                    words("root", directory, Escape.of(path.toArray()));
            case Kept k -> kept(k);
            case Zone(int number, long offset, long length, long at) ->
                    words("zone", number, offset, length, at);
            case Lost(int number, long offset, long length) ->
                    words("lost", number, offset, length);
            case Complete() -> "complete";
        };
    }

    private static String kept(Kept k) {
        return words(
                "kept",
                k.number,
                hex(k.file.number()),
                k.file.generation(),
                k.kind.name().toLowerCase(Locale.ROOT),
                Integer.toOctalString(k.mode),
                k.uid,
                k.gid,
                k.modified.seconds(),
                k.modified.nanos(),
                k.size,
                k.directory,
                "/" + Escape.of(k.path.toArray()),
                "/" + Escape.of(k.target.toArray()));
    }

    private static String words(Object... words) {
        return String.join(" ", Arrays.stream(words).map(String::valueOf).toList());
    }

    private static String hex(long id) {
        return HexFormat.of().toHexDigits(id);
    }

    /** Reads a line again. */
    static ManifestLine parse(String line) throws Refused {
        List<String> words = List.of(line.split(" ", -1));
        try {
            return switch (words.getFirst() + "/" + words.size()) {
                case "quarantine/7" -> heading(words);
                case "root/3" -> new Root(number(words, 1), bytes(words.get(2)));
                case "kept/14" -> kept(words);
                case "zone/5" ->
                        new Zone(number(words, 1), size(words, 2), size(words, 3), size(words, 4));
                case "lost/4" -> new Lost(number(words, 1), size(words, 2), size(words, 3));
                case "complete/1" -> new Complete();
                default -> throw refused(line);
            };
        } catch (IllegalArgumentException notANumber) {
            throw refused(line);
        }
    }

    private static Heading heading(List<String> words) throws Refused {
        if (!words.get(1).equals("1")) {
            throw new Refused(
                    Refusal.Reason.TOO_NEW,
                    "a manifest of version " + words.get(1) + ", we understand 1");
        }
        boolean byFile = words.get(5).equals("files");
        String reason = new String(Escape.bytes(words.get(6)), StandardCharsets.UTF_8);
        return new Heading(words.get(2), id(words, 3), id(words, 4), byFile, reason);
    }

    private static Kept kept(List<String> words) {
        return new Kept(
                number(words, 1),
                new FileId(id(words, 2), number(words, 3)),
                Kind.valueOf(words.get(4).toUpperCase(Locale.ROOT)),
                Integer.parseInt(words.get(5), 8),
                number(words, 6),
                number(words, 7),
                new Moment(size(words, 8), number(words, 9)),
                size(words, 10),
                number(words, 11),
                bytes(words.get(12).substring(1)),
                bytes(words.get(13).substring(1)));
    }

    private static int number(List<String> words, int at) {
        return Integer.parseInt(words.get(at));
    }

    private static long size(List<String> words, int at) {
        return Long.parseLong(words.get(at));
    }

    private static long id(List<String> words, int at) {
        return HexFormat.fromHexDigitsToLong(words.get(at));
    }

    private static Bytes bytes(String word) {
        return Bytes.copyOf(Escape.bytes(word));
    }

    private static Refused refused(String line) {
        return new Refused(
                Refusal.Reason.MALFORMED, "'%s' is no line of a manifest".formatted(line));
    }
}
