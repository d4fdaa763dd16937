package dev.dropwhy.agent.dropevents.tracefs;

import dev.dropwhy.agent.dropevents.EngineUnavailableException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the fields of {@code skb:kfree_skb} stand in the binary event, and the names of its reasons, as this kernel's {@code
 * format} file says: the fields moved in 5.17 and in 6.11.
 *
 * @param id number of the event
 * @param location offset of the return address
 * @param protocol offset of the protocol, host order
 * @param reason offset of the reason; -1 where the kernel gives none
 * @param bytes length up to the end of the last of them
 * @param reasons names of the core's reasons
 */
record EventFormat(int id, int location, int protocol, int reason, int bytes, Map<Integer, String> reasons) {

    private static final Pattern ID = Pattern.compile("(?m)^ID: (\\d{1,6})$");
    private static final Pattern FIELD = Pattern.compile(
            "(?m)^\\s*field:[^;\\n]{1,200}\\b(location|protocol|reason);\\s*offset:(\\d{1,4});\\s*size:(\\d);");
    private static final Pattern REASON = Pattern.compile("\\{ (\\d{1,9}), \"(\\w{1,100})\" }");

    EventFormat {
        reasons = Map.copyOf(reasons);
    }

    /** Reads a {@code format} file. */
    static EventFormat parse(String format) throws EngineUnavailableException {
        Map<String, int[]> fields = new HashMap<>();
        Matcher field = FIELD.matcher(format);
        while (field.find()) {
            fields.put(field.group(1), new int[] {Integer.parseInt(field.group(2)), Integer.parseInt(field.group(3))});
        }
        Matcher id = ID.matcher(format);
        int location = offset(fields, "location", 8);
        int protocol = offset(fields, "protocol", 2);
        int reason = offset(fields, "reason", 4);
        if (!id.find() || location < 0 || protocol < 0) {
            throw new EngineUnavailableException(
                    "The trace event skb:kfree_skb of this kernel has an unknown format; its fields location and protocol were not found.");
        }
        int end = Math.max(Math.max(location + 8, protocol + 2), reason + 4);
        return new EventFormat(Integer.parseInt(id.group(1)), location, protocol, reason, end, reasons(format));
    }

    private static int offset(Map<String, int[]> fields, String name, int size) {
        int[] field = fields.get(name);
        return field == null || field[1] != size ? -1 : field[0];
    }

    private static Map<Integer, String> reasons(String format) {
        Map<Integer, String> names = new HashMap<>();
        Matcher reason = REASON.matcher(format);
        while (reason.find()) {
            names.putIfAbsent(Integer.parseInt(reason.group(1)), reason.group(2));
        }
        return names;
    }

    /** Whether drops come with a reason. */
    boolean hasReason() {
        return reason >= 0;
    }

    /** Name of a reason; its number where the file does not name it. */
    String name(int number) {
        String name = reasons.get(number);
        return name == null ? Integer.toUnsignedString(number) : name;
    }
}
