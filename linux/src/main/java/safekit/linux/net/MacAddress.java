package safekit.linux.net;

import java.util.HexFormat;

/** An Ethernet address, its six bytes in the low 48 bits. */
public record MacAddress(long bits) {
    public static final int LENGTH = 6;
    public static final MacAddress NONE = new MacAddress(0);
    public static final MacAddress BROADCAST = new MacAddress(0xFFFF_FFFF_FFFFL);

    public MacAddress {
        if (bits >>> 48 != 0) {
            throw new IllegalArgumentException(
                    "a MAC address has 48 bits, found " + Long.toHexString(bits));
        }
    }

    /** The address in six bytes from {@code offset}. */
    public static MacAddress of(byte[] bytes, int offset) {
        long bits = 0;
        for (int i = 0; i < LENGTH; i++) {
            bits = (bits << 8) | (bytes[offset + i] & 0xFF);
        }
        return new MacAddress(bits);
    }

    /** Reads {@code 5a:fe:01:02:03:04}, in either case. */
    public static MacAddress parse(String text) {
        byte[] bytes;
        try {
            bytes = HexFormat.ofDelimiter(":").parseHex(text);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(unreadable(text), malformed);
        }
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException(unreadable(text));
        }
        return of(bytes, 0);
    }

    private static String unreadable(String text) {
        return "a MAC address is like 5a:fe:01:02:03:04, found " + text;
    }

    public byte[] bytes() {
        var bytes = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            bytes[i] = (byte) (bits >>> (8 * (LENGTH - 1 - i)));
        }
        return bytes;
    }

    @Override
    public String toString() {
        return HexFormat.ofDelimiter(":").formatHex(bytes());
    }
}
