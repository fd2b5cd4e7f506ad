package safekit.core.replication;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import safekit.core.base.Check;

/**
 * The name of one directory entry: bytes, because the kernel does not know characters. Immutable;
 * ordered by unsigned bytes.
 */
public final class Name implements Comparable<Name> {
    /** Bytes of a name on Linux (NAME_MAX). */
    public static final int MAX = 255;

    private final byte[] bytes;

    private Name(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A name of these bytes; {@link #problem} must find none. */
    public static Name of(byte[] bytes) {
        Check.that(problem(bytes).isEmpty(), "a name is 1 to 255 bytes without / and NUL");
        return new Name(bytes.clone());
    }

    /** A name given as text, encoded as UTF-8. */
    public static Name of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Why these bytes cannot name an entry, empty when they can. Refuses {@code .} and {@code ..}.
     */
    public static String problem(byte[] bytes) {
        if (bytes.length == 0 || bytes.length > MAX) {
            return bytes.length + " bytes";
        }
        if (bytes[0] == '.' && (bytes.length == 1 || (bytes.length == 2 && bytes[1] == '.'))) {
            return "a dot name";
        }
        for (byte b : bytes) {
            if (b == 0 || b == '/') {
                return "bytes with / or NUL";
            }
        }
        return "";
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** How many bytes. */
    public int length() {
        return bytes.length;
    }

    @Override
    public int compareTo(Name other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Name name && Arrays.equals(bytes, name.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** For people; bytes that are not UTF-8 are replaced. */
    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
