package safekit.core.config;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address as a user writes it: an IPv4 or IPv6 literal, or a DNS name that is resolved later by
 * who needs it. {@code host} has no brackets.
 */
public record HostAddress(String host, @Nullable IpAddress literal) {
    /** Stands for an address that could not be read; a usable configuration never holds it. */
    public static final HostAddress UNREADABLE = new HostAddress("unreadable address", null);

    private static final Pattern LABEL =
            Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?");
    private static final Pattern LOOKS_NUMERIC = Pattern.compile("[0-9.]+");
    private static final int LONGEST_NAME = 253;

    /** Reads a literal (IPv6 with or without brackets) or a name; null when it is neither. */
    public static @Nullable HostAddress parse(String text) {
        boolean bracketed = isBracketed(text);
        String host = bracketed ? text.substring(1, text.length() - 1) : text;
        IpAddress literal = IpAddress.parse(host);
        if (literal != null && (literal.isSix() || !bracketed)) {
            return new HostAddress(host, literal);
        }
        return !bracketed && isName(host) ? new HostAddress(host, null) : null;
    }

    /** True when the text has the brackets that spec 01 asks for around IPv6. */
    public static boolean isBracketed(String text) {
        return text.startsWith("[") && text.endsWith("]") && text.length() > 2;
    }

    /** True when somebody has to resolve this address. */
    public boolean isName() {
        return literal == null;
    }

    /** Equal for the same literal in any spelling, and for the same name in any case. */
    public String key() {
        return literal == null ? host.toLowerCase(Locale.ROOT) : literal.toString();
    }

    private static boolean isName(String host) {
        if (host.length() > LONGEST_NAME || LOOKS_NUMERIC.matcher(host).matches()) {
            return false;
        }
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        for (String label : name.split("\\.", -1)) {
            if (label.length() > 63 || !LABEL.matcher(label).matches()) {
                return false;
            }
        }
        return true;
    }
}
