package safekit.core.replication;

import safekit.core.bytes.Reader;
import safekit.core.bytes.Refused;
import safekit.core.bytes.Writer;

/** The fields that durable files and the stream share. */
public final class Fields {
    private Fields() {}

    /** 12 bytes. */
    public static Writer file(Writer out, FileId file) {
        return out.u64(file.number()).i32(file.generation());
    }

    /** Reads a file id. */
    public static FileId file(Reader in) throws Refused {
        return new FileId(in.u64("file number"), in.i32("file generation"));
    }

    /** A 16-bit length and the bytes. */
    public static Writer name(Writer out, Name name) {
        return out.bytes16(name.bytes(), Name.MAX);
    }

    /** Reads a name; refuses what no directory holds. */
    public static Name name(Reader in) throws Refused {
        byte[] bytes = in.bytes16("name", Name.MAX);
        String problem = Name.problem(bytes);
        if (!problem.isEmpty()) {
            throw in.malformed("name", problem, "1 to 255 bytes without / and NUL");
        }
        return Name.of(bytes);
    }

    /** A file id and a name. */
    public static Writer entry(Writer out, Entry entry) {
        return name(file(out, entry.parent()), entry.name());
    }

    /** Reads a file id and a name. */
    public static Entry entry(Reader in) throws Refused {
        return new Entry(file(in), name(in));
    }
}
