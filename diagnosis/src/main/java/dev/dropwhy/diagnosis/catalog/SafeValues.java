package dev.dropwhy.diagnosis.catalog;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What may stand for a placeholder in a command: each pattern leaves a shell nothing to interpret. Values come from frames,
 * files and reports that anybody may have written.
 */
public final class SafeValues {

    public static final Pattern INTERFACE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@:-]{0,14}");
    public static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(?::[0-9a-f]{2}){5}");
    public static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");
    public static final Pattern HEX = Pattern.compile("0x[0-9a-f]{1,8}");
    public static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-f:]{2,39}");
    public static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_]{0,31}");

    private static final Pattern LLC = Pattern.compile("llc");

    private SafeValues() {}

    /**
     * The pattern of a placeholder's value.
     *
     * @param placeholder name of the placeholder, without braces
     * @return empty where the catalog's commands have no such placeholder
     */
    public static Optional<Pattern> of(String placeholder) {
        return Optional.ofNullable(
                switch (placeholder) {
                    case "interface" -> INTERFACE;
                    case "mac", "group" -> MAC;
                    case "source", "destination" -> ADDRESS;
                    case "ethertype" -> HEX;
                    case "llc" -> LLC;
                    case "port",
                            "vlanId",
                            "mtu",
                            "peerMtu",
                            "ring",
                            "ringMaximum",
                            "backlog",
                            "backlogMore",
                            "conntrackMax",
                            "conntrackMore",
                            "somaxconn",
                            "somaxconnMore" -> NUMBER;
                    default -> null;
                });
    }
}
