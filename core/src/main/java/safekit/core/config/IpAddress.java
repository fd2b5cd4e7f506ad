package safekit.core.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A literal IPv4 or IPv6 address. {@code bits} is 32 or 128; an IPv4 address is in the low half.
 * Reading never resolves a name.
 */
public record IpAddress(int bits, long high, long low) {
    private static final int GROUPS = 8;

    /** Reads a literal without brackets; null when it is not one. */
    public static @Nullable IpAddress parse(String text) {
        if (text.indexOf(':') >= 0) {
            return parseSix(text);
        }
        long four = parseFour(text);
        return four < 0 ? null : new IpAddress(32, 0, four);
    }

    /** True for IPv6. */
    public boolean isSix() {
        return bits == 128;
    }

    /** True for 0.0.0.0 and ::, which are no node's address. */
    public boolean isAny() {
        return high == 0 && low == 0;
    }

    /** The address of the network that a prefix of this length leaves. */
    public IpAddress network(int prefixLength) {
        if (!isSix()) {
            long mask = prefixLength == 0 ? 0 : 0xffff_ffffL << (32 - prefixLength);
            return new IpAddress(32, 0, low & mask & 0xffff_ffffL);
        }
        long highMask = prefixLength >= 64 ? -1 : leading(prefixLength);
        long lowMask = prefixLength <= 64 ? 0 : leading(prefixLength - 64);
        return new IpAddress(128, high & highMask, low & lowMask);
    }

    /** The prefix length that this address means as an IPv4 netmask, or -1 when it is none. */
    public int maskLength() {
        long inverted = ~low & 0xffff_ffffL;
        boolean contiguous = (inverted & (inverted + 1)) == 0;
        return isSix() || !contiguous ? -1 : 32 - Long.bitCount(inverted);
    }

    /** Dotted decimal, or the shortest form of RFC 5952 without brackets. */
    @Override
    public String toString() {
        if (!isSix()) {
            return "%d.%d.%d.%d"
                    .formatted(low >> 24, (low >> 16) & 255, (low >> 8) & 255, low & 255);
        }
        int[] groups = new int[GROUPS];
        for (int index = 0; index < GROUPS; index++) {
            long half = index < 4 ? high : low;
            groups[index] = (int) ((half >>> (48 - 16 * (index % 4))) & 0xffff);
        }
        return compressed(groups);
    }

    private static long leading(int ones) {
        return ones == 0 ? 0 : -1L << (64 - ones);
    }

    private static long parseFour(String text) {
        List<String> parts = split(text, '.');
        if (parts.size() != 4) {
            return -1;
        }
        long address = 0;
        for (String part : parts) {
            boolean octal = part.length() > 1 && part.charAt(0) == '0';
            if (octal || !part.matches("[0-9]{1,3}") || Integer.parseInt(part) > 255) {
                return -1;
            }
            address = (address << 8) | Integer.parseInt(part);
        }
        return address;
    }

    private static @Nullable IpAddress parseSix(String text) {
        int gap = text.indexOf("::");
        List<Integer> head = groups(gap < 0 ? text : text.substring(0, gap));
        List<Integer> tail = gap < 0 ? List.of() : groups(text.substring(gap + 2));
        if (head == null || tail == null) {
            return null;
        }
        int missing = GROUPS - head.size() - tail.size();
        if (gap < 0 ? missing != 0 : missing < 1) {
            return null;
        }
        List<Integer> all = new ArrayList<>(head);
        for (int index = 0; index < missing; index++) {
            all.add(0);
        }
        all.addAll(tail);
        return new IpAddress(128, join(all.subList(0, 4)), join(all.subList(4, GROUPS)));
    }

    private static @Nullable List<Integer> groups(String text) {
        List<Integer> groups = new ArrayList<>();
        if (text.isEmpty()) {
            return groups;
        }
        List<String> parts = split(text, ':');
        for (int index = 0; index < parts.size(); index++) {
            String part = parts.get(index);
            if (index == parts.size() - 1 && part.indexOf('.') >= 0) {
                long four = parseFour(part);
                if (four < 0) {
                    return null;
                }
                groups.add((int) (four >> 16));
                groups.add((int) (four & 0xffff));
            } else if (part.matches("[0-9A-Fa-f]{1,4}")) {
                groups.add(Integer.parseInt(part, 16));
            } else {
                return null;
            }
        }
        return groups;
    }

    private static long join(List<Integer> groups) {
        long joined = 0;
        for (int group : groups) {
            joined = (joined << 16) | group;
        }
        return joined;
    }

    private static String compressed(int[] groups) {
        int best = -1;
        int bestLength = 1;
        for (int start = 0; start < GROUPS; start++) {
            int end = start;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - start > bestLength) {
                best = start;
                bestLength = end - start;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int index = 0; index < GROUPS; index++) {
            if (index == best) {
                text.append("::");
                index += bestLength - 1;
            } else {
                boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
                text.append(first ? "" : ":").append(Integer.toHexString(groups[index]));
            }
        }
        return text.toString().toLowerCase(Locale.ROOT);
    }

    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
            parts.add(text.substring(start, end));
            start = end + 1;
        }
        parts.add(text.substring(start));
        return parts;
    }
}
