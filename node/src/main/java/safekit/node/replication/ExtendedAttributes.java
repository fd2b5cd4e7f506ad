package safekit.node.replication;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import safekit.core.bytes.Bytes;
import safekit.core.replication.Operation.ExtendedAttribute;
import safekit.core.wire.Limits;
import safekit.linux.file.LowerFile;
import safekit.linux.fuse.FuseMount;
import safekit.linux.sys.Errno;
import safekit.linux.sys.Memory;
import safekit.linux.sys.Scratch;

/**
 * All extended attributes of an open file but ours, ACLs and capabilities among them. What a file
 * system cannot hold it has not.
 */
final class ExtendedAttributes {
    private static final int LENGTHS = 6;

    private ExtendedAttributes() {}

    /** What they need in a message. */
    static int bytes(List<ExtendedAttribute> all) {
        int bytes = 0;
        for (ExtendedAttribute one : all) {
            bytes += one.name().length() + one.value().length() + LENGTHS;
        }
        return bytes;
    }

    /** In the order of the file system. */
    static List<ExtendedAttribute> of(int descriptor) throws IOException {
        var all = new ArrayList<ExtendedAttribute>();
        for (Bytes name : names(descriptor)) {
            long room = Scratch.mine().value();
            int length = LowerFile.extended(descriptor, name.toArray(), room, Scratch.VALUE_BYTES);
            if (length != -Errno.ENODATA) {
                int bytes = (int) HandleTree.check(length, words(name));
                all.add(new ExtendedAttribute(name, Bytes.copyOf(Memory.bytesAt(room, bytes))));
            }
        }
        if (all.size() > Limits.EXTENDED_COUNT || bytes(all) > Limits.DATA) {
            throw new IOException(
                    "a file has %d extended attributes of %d bytes, expected at most %d of %d"
                            .formatted(all.size(), bytes(all), Limits.EXTENDED_COUNT, Limits.DATA));
        }
        return all;
    }

    /** Makes them these; what is right already is not touched. How many there were. */
    static int replace(int descriptor, List<ExtendedAttribute> wanted) throws IOException {
        List<ExtendedAttribute> present = of(descriptor);
        for (ExtendedAttribute one : present) {
            if (!wanted.contains(one)) { // First: the room of a file for all of them is small.
                remove(descriptor, one.name());
            }
        }
        for (ExtendedAttribute one : wanted) {
            if (!present.contains(one)) {
                set(descriptor, one.name(), one.value(), 0);
            }
        }
        return present.size();
    }

    static int set(int descriptor, Bytes name, Bytes value, int flags) throws IOException {
        int result = LowerFile.setExtended(descriptor, name.toArray(), value.toArray(), flags);
        return (int) HandleTree.check(result, words(name));
    }

    static int remove(int descriptor, Bytes name) throws IOException {
        return (int)
                HandleTree.check(LowerFile.removeExtended(descriptor, name.toArray()), words(name));
    }

    private static List<Bytes> names(int descriptor) throws IOException {
        long room = Scratch.mine().value();
        int length = LowerFile.extendedNames(descriptor, room, Scratch.VALUE_BYTES);
        var names = new ArrayList<Bytes>();
        if (length == -Errno.EOPNOTSUPP) {
            return names;
        }
        byte[] all = Memory.bytesAt(room, (int) HandleTree.check(length, "extended attributes"));
        int start = 0;
        for (int at = 0; at < all.length; at++) {
            if (all[at] == 0) {
                var name = Bytes.copyOf(Arrays.copyOfRange(all, start, at));
                if (!words(name).startsWith(FuseMount.OWN_ATTRIBUTES)) {
                    names.add(name);
                }
                start = at + 1;
            }
        }
        return names;
    }

    private static String words(Bytes name) {
        return new String(name.toArray(), StandardCharsets.ISO_8859_1);
    }
}
