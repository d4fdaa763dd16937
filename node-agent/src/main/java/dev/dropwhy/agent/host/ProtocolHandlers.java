package dev.dropwhy.agent.host;

import dev.dropwhy.diagnosis.observation.ProtocolHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code /proc/net/ptype} (net/core/net-procfs.c, {@code ptype_seq_show}: type, device padded to eight columns,
 * function). The file leaves out handlers of specific protocols that are bound to a device;
 * {@code /proc/net/packet} shows those.
 */
final class ProtocolHandlers {

    private static final Pattern LINE = Pattern.compile("^(ALL|[0-9a-fA-F]{4})\\s+(?:(\\S+)\\s+)?(\\S+)\\s*$");

    private ProtocolHandlers() {}

    /**
     * Reads the file.
     *
     * @param text its content
     * @return one handler a line; the heading and lines of another form are skipped
     */
    static List<ProtocolHandler> parse(String text) {
        List<ProtocolHandler> handlers = new ArrayList<>();
        for (String line : text.lines().toList()) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                String type = matcher.group(1);
                handlers.add(new ProtocolHandler(
                        type.equals("ALL") ? type : type.toLowerCase(Locale.ROOT), matcher.group(2), matcher.group(3)));
            }
        }
        return handlers;
    }
}
