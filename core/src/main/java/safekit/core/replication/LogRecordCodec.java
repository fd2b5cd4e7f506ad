package safekit.core.replication;

import safekit.core.bytes.Reader;
import safekit.core.bytes.Refused;
import safekit.core.bytes.Writer;

/** One {@link LogRecord} as bytes: a kind, then its fields. Kind 0 is padding. */
final class LogRecordCodec {
    private static final int PADDING = 0;
    private static final int NODE = 1;
    private static final int DATA = 2;
    private static final int TAIL = 3;
    private static final int ATTRIBUTES = 4;
    private static final int NAME = 5;
    private static final int EVERYTHING = 6;

    private LogRecordCodec() {}

    static void write(Writer out, LogRecord fact) {
        switch (fact) {
            case LogRecord.Node(var file, var entry) ->
                    Fields.entry(Fields.file(out.u8(NODE), file), entry);
            case LogRecord.Data(var file, long first, long count) ->
                    Fields.file(out.u8(DATA), file).varint(first).varint(count);
            case LogRecord.Tail(var file, long first) ->
                    Fields.file(out.u8(TAIL), file).varint(first);
            case LogRecord.AttributesOf(var file) -> Fields.file(out.u8(ATTRIBUTES), file);
            case LogRecord.NameOf(var entry) -> Fields.entry(out.u8(NAME), entry);
            case LogRecord.Everything() -> out.u8(EVERYTHING);
        }
    }

    /** Adds all facts to {@code extents}; more than {@code factsMax} mean everything. */
    static void readAll(Reader in, Extents extents, int factsMax) throws Refused {
        while (in.remaining() > 0) {
            int kind = in.u8("kind of fact");
            switch (kind) {
                case PADDING -> {}
                case NODE -> extents.add(new LogRecord.Node(Fields.file(in), Fields.entry(in)));
                case DATA -> data(in, extents, factsMax);
                case TAIL -> extents.add(new LogRecord.Tail(Fields.file(in), in.varint("extent")));
                case ATTRIBUTES -> extents.add(new LogRecord.AttributesOf(Fields.file(in)));
                case NAME -> extents.add(new LogRecord.NameOf(Fields.entry(in)));
                case EVERYTHING -> extents.addEverything();
                default -> {
                    if (!in.newer()) {
                        throw in.malformed("kind of fact", "" + kind, "0 to 6");
                    }
                    extents.addEverything();
                    return;
                }
            }
            if (extents.size() > factsMax) {
                extents.addEverything();
            }
            if (extents.everything()) {
                return;
            }
        }
    }

    private static void data(Reader in, Extents extents, int factsMax) throws Refused {
        FileId file = Fields.file(in);
        long first = in.varint("extent");
        long count = in.varint("extents");
        if (count == 0 || first > Long.MAX_VALUE - count) {
            throw in.malformed("extents", "" + count, "at least one, all below 2^63");
        }
        if (count > factsMax) {
            extents.addEverything();
        } else {
            extents.add(new LogRecord.Data(file, first, count));
        }
    }
}
