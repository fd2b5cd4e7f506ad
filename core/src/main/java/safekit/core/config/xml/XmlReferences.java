package safekit.core.config.xml;

import org.jspecify.annotations.Nullable;

/**
 * Replaces the five predefined entities and numeric references. There are no others: no entity can
 * be declared, so none can expand to a bomb or to a file.
 */
final class XmlReferences {
    private XmlReferences() {}

    /** A reference that cannot be replaced and its index in the raw text. */
    record Bad(int index, String reference) {}

    /** The first reference of the raw text that cannot be replaced, or null. */
    static @Nullable Bad firstBad(String raw) {
        for (int start = raw.indexOf('&'); start >= 0; start = raw.indexOf('&', start + 1)) {
            int end = raw.indexOf(';', start);
            String name = end < 0 ? "" : raw.substring(start + 1, end);
            if (characterOf(name) < 0) {
                int shown = Math.min(end < 0 ? raw.length() : end + 1, start + 20);
                return new Bad(start, raw.substring(start, shown));
            }
        }
        return null;
    }

    /** The text with all references replaced; only for a raw text without a bad one. */
    static String replace(String raw) {
        if (raw.indexOf('&') < 0) {
            return raw;
        }
        StringBuilder text = new StringBuilder(raw.length());
        int copied = 0;
        for (int start = raw.indexOf('&'); start >= 0; start = raw.indexOf('&', copied)) {
            int end = raw.indexOf(';', start);
            text.append(raw, copied, start);
            text.appendCodePoint(characterOf(raw.substring(start + 1, end)));
            copied = end + 1;
        }
        return text.append(raw, copied, raw.length()).toString();
    }

    /** True for the characters that XML 1.0 allows. */
    static boolean isAllowed(int character) {
        return character == '\t'
                || character == '\n'
                || character == '\r'
                || (character >= 0x20 && character <= 0xd7ff)
                || (character >= 0xe000 && character <= 0xfffd)
                || (character >= 0x10000 && character <= 0x10ffff);
    }

    private static int characterOf(String name) {
        return switch (name) {
            case "lt" -> '<';
            case "gt" -> '>';
            case "amp" -> '&';
            case "quot" -> '"';
            case "apos" -> '\'';
            default -> numeric(name);
        };
    }

    private static int numeric(String name) {
        int character = -1;
        if (name.matches("#[0-9]{1,7}")) {
            character = Integer.parseInt(name.substring(1));
        } else if (name.matches("#x[0-9A-Fa-f]{1,6}")) {
            character = Integer.parseInt(name.substring(2), 16);
        }
        return character >= 0 && isAllowed(character) ? character : -1;
    }
}
