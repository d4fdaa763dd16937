package dev.dropwhy.agent.frames;

import java.nio.charset.StandardCharsets;

/** How addresses and numbers of frames are written for people. */
final class AddressText {

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int MAC_TEXT = 17;
    private static final int GROUPS = 8;

    private AddressText() {}

    /** A MAC address, right-aligned in 48 bits, in lower case with colons. */
    @SuppressWarnings("deprecation") // the only constructor that neither decodes nor checks: every byte here is ASCII
    static String mac(long address) {
        byte[] text = new byte[MAC_TEXT];
        int at = 0;
        for (int shift = 40; shift >= 0; shift -= 8) {
            int octet = (int) (address >>> shift) & 0xff;
            text[at++] = DIGITS[octet >>> 4];
            text[at++] = DIGITS[octet & 0xf];
            if (shift > 0) {
                text[at++] = ':';
            }
        }
        return new String(text, 0);
    }

    /** An IPv4 address with dots. */
    static String ipv4(long address) {
        StringBuilder text = new StringBuilder(15);
        for (int shift = 24; shift >= 0; shift -= 8) {
            text.append((int) (address >>> shift) & 0xff);
            if (shift > 0) {
                text.append('.');
            }
        }
        return text.toString();
    }

    /** An IPv6 address as RFC 5952 wants it: lower case, no leading zeros, the longest run of zero groups as {@code ::}. */
    static String ipv6(long high, long low) {
        int runStart = -1;
        int runLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int length = 0;
            while (i + length < GROUPS && group(high, low, i + length) == 0) {
                length++;
            }
            if (length > runLength) {
                runStart = i;
                runLength = length;
            }
            i += length;
        }
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < GROUPS; i++) {
            if (i == runStart) {
                text.append("::");
                i += runLength - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            hex(text, group(high, low, i), 1);
        }
        return text.toString();
    }

    /** Appends lower-case hex digits, at least {@code digits} of them. */
    static StringBuilder hex(StringBuilder text, int value, int digits) {
        for (int shift = 28; shift >= 0; shift -= 4) {
            if (shift < 4 * digits || value >>> shift != 0) {
                text.append((char) DIGITS[value >>> shift & 0xf]);
            }
        }
        return text;
    }

    /** A number as {@code digits} or more lower-case hex digits. */
    static String hex(int value, int digits) {
        return hex(new StringBuilder(8), value, digits).toString();
    }

    private static int group(long high, long low, int index) {
        long half = index < GROUPS / 2 ? high : low;
        return (int) (half >>> (48 - 16 * (index & 3))) & 0xffff;
    }
}
