package dev.dropwhy.lab.traffic;

import java.util.HexFormat;

/** A MAC address, lower case with colons. */
public record Mac(String text) {

    /** Everybody. */
    public static final Mac BROADCAST = new Mac("ff:ff:ff:ff:ff:ff");

    public Mac {
        if (!text.matches("([0-9a-f]{2}:){5}[0-9a-f]{2}")) {
            throw new IllegalArgumentException("\"" + text + "\" is not a MAC address in lower case with colons");
        }
    }

    byte[] bytes() {
        return HexFormat.ofDelimiter(":").parseHex(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
