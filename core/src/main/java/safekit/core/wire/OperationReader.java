package safekit.core.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import safekit.core.bytes.Bytes;
import safekit.core.bytes.Reader;
import safekit.core.bytes.Refused;
import safekit.core.replication.Attributes;
import safekit.core.replication.Digests;
import safekit.core.replication.Entry;
import safekit.core.replication.Fields;
import safekit.core.replication.FileId;
import safekit.core.replication.Moment;
import safekit.core.replication.Name;
import safekit.core.replication.Operation;

/** Reads the fields of one operation behind its 8-byte header; see {@link OperationCursor}. */
final class OperationReader {
    private static final int BLOCK_MIN = 512;
    private static final int BLOCK_MAX = 1 << 20;
    private static final int LISTED_MIN = 67;

    private final Reader in;

    OperationReader(Reader in) {
        this.in = in;
    }

    /** Everything except {@link Operation.Write}. */
    Operation read(Opcode opcode) throws Refused {
        Operation operation =
                switch (opcode) {
                    case NONE, WRITE -> throw in.malformed("opcode", "" + opcode, "another one");
                    case TRUNCATE -> new Operation.Truncate(file(), size(), moment(), clears());
                    case CREATE -> create();
                    case CREATE_UNNAMED ->
                            new Operation.CreateUnnamed(file(), file(), attributes());
                    case LINK -> new Operation.Link(file(), file(), name(), moment());
                    case UNLINK -> new Operation.Unlink(file(), name(), moment());
                    case REMOVE_DIRECTORY ->
                            new Operation.RemoveDirectory(file(), name(), moment());
                    case RENAME -> new Operation.Rename(entry(), entry(), how(), moment());
                    case SET_ATTRIBUTES ->
                            new Operation.SetAttributes(file(), mask(), attributes(), moment());
                    case TIMES -> new Operation.Times(file(), moment(), moment());
                    case SET_EXTENDED -> setExtended();
                    case REMOVE_EXTENDED -> new Operation.RemoveExtended(file(), extendedName());
                    case ALLOCATE -> allocate();
                    case SYNC -> new Operation.Sync(file(), in.flag("data only"));
                    case INTRODUCE -> new Operation.Introduce(file(), entry());
                    case FORGET -> new Operation.Forget(file());
                    case COPY -> copy();
                    case COMPARE -> compare();
                    case LISTING -> listing();
                    case EXTENDED -> new Operation.Extended(file(), extended());
                    case WHOLE -> whole();
                    case WHOLE_COMPARE -> wholeCompare();
                    case HOLE -> hole();
                    case VERIFY_NAMES -> verifyNames();
                    case VERIFY_FILE -> verifyFile();
                };
        in.end("operation " + opcode);
        return operation;
    }

    private Operation create() throws Refused {
        FileId parent = file();
        Name name = name();
        Moment at = moment();
        FileId file = file();
        Attributes attributes = attributes();
        long device = in.u64("device");
        return new Operation.Create(
                parent, name, at, file, attributes, device, bytes16("target", Limits.TARGET));
    }

    private Operation setExtended() throws Refused {
        FileId file = file();
        int flags = in.i32("flags");
        return new Operation.SetExtended(file, extendedName(), extendedValue(), flags);
    }

    private Operation allocate() throws Refused {
        FileId file = file();
        int mode = in.i32("mode");
        long offset = in.positive64("offset");
        long length = in.positive64("length");
        if (offset > Long.MAX_VALUE - length) {
            throw in.malformed("length", "" + length, "an end below 2^63");
        }
        return new Operation.Allocate(file, mode, offset, length, moment());
    }

    private Operation copy() throws Refused {
        FileId file = file();
        long offset = in.positive64("offset");
        Bytes data = Bytes.copyOf(in.bytes32("data", Limits.DATA));
        return new Operation.Copy(file, offset, data);
    }

    private Operation compare() throws Refused {
        FileId file = file();
        long size = in.positive64("size");
        long offset = in.positive64("offset");
        int blockSize = blockSize();
        return new Operation.Compare(file, size, offset, blockSize, digests());
    }

    private Operation wholeCompare() throws Refused {
        FileId file = file();
        Attributes attributes = attributes();
        Moment accessed = moment();
        List<Operation.ExtendedAttribute> extended = extended();
        long size = size();
        int blockSize = blockSize();
        return new Operation.WholeCompare(
                file, attributes, accessed, extended, size, blockSize, digests());
    }

    private Operation whole() throws Refused {
        FileId file = file();
        Attributes attributes = attributes();
        Moment accessed = moment();
        List<Operation.ExtendedAttribute> extended = extended();
        Bytes data = Bytes.copyOf(in.bytes32("data", Limits.DATA));
        return new Operation.Whole(file, attributes, accessed, extended, data);
    }

    private Operation verifyNames() throws Refused {
        FileId directory = file();
        Optional<Name> from = maybeName();
        Optional<Name> to = maybeName();
        boolean again = in.flag("again");
        int count = in.u16("names");
        if (count > Limits.LISTED || count * 3 > in.remaining()) {
            throw in.malformed("names", "" + count, "at most 4096, all present");
        }
        var names = new ArrayList<Name>(count);
        for (int i = 0; i < count; i++) {
            names.add(name());
        }
        return new Operation.VerifyNames(directory, from, to, again, names);
    }

    private Operation verifyFile() throws Refused {
        FileId directory = file();
        Optional<Name> name = maybeName();
        boolean again = in.flag("again");
        Attributes attributes = attributes();
        int links = in.count32("links", Integer.MAX_VALUE);
        long size = size();
        long device = in.u64("device");
        Bytes target = bytes16("target", Limits.TARGET);
        List<Operation.ExtendedAttribute> extended = extended();
        long offset = in.positive64("offset");
        int blockSize = blockSize();
        return new Operation.VerifyFile(
                directory,
                name,
                again,
                attributes,
                links,
                size,
                device,
                target,
                extended,
                offset,
                blockSize,
                digests());
    }

    /** An empty name stands for none. */
    private Optional<Name> maybeName() throws Refused {
        byte[] bytes = in.bytes16("name", Name.MAX);
        String problem = bytes.length == 0 ? "" : Name.problem(bytes);
        if (!problem.isEmpty()) {
            throw in.malformed("name", problem, "at most 255 bytes without / and NUL");
        }
        return bytes.length == 0 ? Optional.empty() : Optional.of(Name.of(bytes));
    }

    private Operation hole() throws Refused {
        FileId file = file();
        long offset = in.positive64("offset");
        long length = in.positive64("length");
        if (offset > Long.MAX_VALUE - length) {
            throw in.malformed("length", "" + length, "an end below 2^63");
        }
        return new Operation.Hole(file, offset, length);
    }

    private int blockSize() throws Refused {
        int blockSize = in.count32("block size", BLOCK_MAX);
        if (blockSize < BLOCK_MIN) {
            throw in.malformed("block size", "" + blockSize, "at least " + BLOCK_MIN);
        }
        return blockSize;
    }

    private Digests digests() throws Refused {
        int count = in.u16("hashes");
        if (count > Limits.DIGESTS || count * 16 > in.remaining()) {
            throw in.malformed("hashes", "" + count, "at most 4096, all present");
        }
        var halves = new long[2 * count];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = in.u64("hash");
        }
        return Digests.copyOf(halves);
    }

    private Operation listing() throws Refused {
        FileId directory = file();
        int part = in.count32("part", Integer.MAX_VALUE);
        boolean last = in.flag("last");
        int count = in.u16("names");
        if (count > Limits.LISTED || count * LISTED_MIN > in.remaining()) {
            throw in.malformed("names", "" + count, "at most 4096, all present");
        }
        var entries = new ArrayList<Operation.Listed>(count);
        for (int i = 0; i < count; i++) {
            entries.add(
                    new Operation.Listed(name(), file(), attributes(), size(), in.u64("device")));
        }
        return new Operation.Listing(directory, part, last, entries);
    }

    private List<Operation.ExtendedAttribute> extended() throws Refused {
        int count = in.u16("extended attributes");
        if (count > Limits.EXTENDED_COUNT || count * 6 > in.remaining()) {
            throw in.malformed("extended attributes", "" + count, "at most 1024, all present");
        }
        var all = new ArrayList<Operation.ExtendedAttribute>(count);
        for (int i = 0; i < count; i++) {
            all.add(new Operation.ExtendedAttribute(extendedName(), extendedValue()));
        }
        return all;
    }

    private FileId file() throws Refused {
        return Fields.file(in);
    }

    private Entry entry() throws Refused {
        return Fields.entry(in);
    }

    private Name name() throws Refused {
        return Fields.name(in);
    }

    private Moment moment() throws Refused {
        return new Moment(in.u64("seconds"), in.count32("nanoseconds", Moment.NANOS - 1));
    }

    private Attributes attributes() throws Refused {
        return new Attributes(in.i32("mode"), in.i32("uid"), in.i32("gid"), moment(), moment());
    }

    private Operation.Rename.How how() throws Refused {
        return in.oneOf("rename", Operation.Rename.How.values());
    }

    private int mask() throws Refused {
        return in.bits16("mask", Operation.Mask.ALL);
    }

    private long size() throws Refused {
        return in.positive64("size");
    }

    private boolean clears() throws Refused {
        return in.flag("clears privileges");
    }

    private Bytes extendedName() throws Refused {
        return bytes16("attribute name", Limits.EXTENDED_NAME);
    }

    private Bytes extendedValue() throws Refused {
        return Bytes.copyOf(in.bytes32("attribute value", Limits.EXTENDED_VALUE));
    }

    private Bytes bytes16(String field, int max) throws Refused {
        return Bytes.copyOf(in.bytes16(field, max));
    }
}
