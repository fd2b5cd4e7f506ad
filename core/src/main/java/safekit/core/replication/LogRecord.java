package safekit.core.replication;

/** One fact of an extent log: something may differ from what the other node has. */
public sealed interface LogRecord {
    /** The file has this name now; the newest such record of a file counts. */
    record Node(FileId file, Entry entry) implements LogRecord {}

    /** Data of consecutive extents. */
    record Data(FileId file, long first, long count) implements LogRecord {}

    /** Data from this extent on: the file was cut or extended there. */
    record Tail(FileId file, long first) implements LogRecord {}

    /** Owner, mode, times, size, extended attributes. */
    record AttributesOf(FileId file) implements LogRecord {}

    /** What this name means: created, removed, replaced. */
    record NameOf(Entry entry) implements LogRecord {}

    /** Too much to list, or unknown: anything. */
    record Everything() implements LogRecord {}
}
