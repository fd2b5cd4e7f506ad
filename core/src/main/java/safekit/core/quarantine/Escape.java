package safekit.core.quarantine;

import java.util.Arrays;
import java.util.Locale;

/** Bytes as a word of printable ASCII: anything else, blanks and backslashes are {@code \xHH}. */
final class Escape {
    private static final int HEX = 16;
    private static final int SEQUENCE = 4;
    private static final int DELETE = 127;

    private Escape() {}

    static String of(byte[] bytes) {
        var text = new StringBuilder();
        for (byte b : bytes) {
            if (b > ' ' && b < DELETE && b != '\\') {
                text.append((char) b);
            } else {
                text.append(String.format(Locale.ROOT, "\\x%02x", b & 0xff));
            }
        }
        return text.toString();
    }

    /** The bytes again; what {@link #of} does not write is an {@link NumberFormatException}. */
    static byte[] bytes(String word) {
        byte[] bytes = new byte[word.length()];
        int length = 0;
        for (int at = 0; at < word.length(); at++) {
            char next = word.charAt(at);
            if (next != '\\' && next > ' ' && next < DELETE) {
                bytes[length++] = (byte) next;
            } else if (word.startsWith("\\x", at) && at + SEQUENCE <= word.length()) {
                String hex = word.substring(at + 2, at + SEQUENCE);
                bytes[length++] = (byte) Integer.parseInt(hex, HEX);
                at += SEQUENCE - 1;
            } else {
                throw new NumberFormatException("no escaped word: " + word);
            }
        }
        return Arrays.copyOf(bytes, length);
    }
}
