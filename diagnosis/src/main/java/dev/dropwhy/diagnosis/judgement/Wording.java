package dev.dropwhy.diagnosis.judgement;

import dev.dropwhy.api.Cadence;
import dev.dropwhy.api.CadenceShape;
import dev.dropwhy.api.Speaker;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How things are said: numbers, names, lists. */
final class Wording {

    /** Longest protocol name that is an acronym rather than a word. */
    private static final int ACRONYM = 5;

    private static final Set<String> BPDUS = Set.of("Stp", "Rstp", "Mstp", "Spt", "PvstPlus", "RapidPvstPlus", "Pvst");

    private Wording() {}

    static String packets(long count) {
        return count == 1 ? "1 packet" : count + " packets";
    }

    static String frames(long count) {
        return count == 1 ? "1 frame" : count + " frames";
    }

    /** A protocol for people: RSTP, LLDP, PvstPlus. */
    static String protocol(@Nullable String name) {
        if (name == null) {
            return "an unknown protocol";
        }
        boolean acronym = name.length() <= ACRONYM && name.chars().allMatch(Character::isLetter);
        return switch (name) {
            case "Ipv4" -> "IPv4";
            case "Ipv6" -> "IPv6";
            case "Icmpv6" -> "ICMPv6";
            default -> acronym ? name.toUpperCase(Locale.ROOT) : name;
        };
    }

    static boolean isBpdu(@Nullable String name) {
        return name != null && (BPDUS.contains(name) || name.contains("Pvst") || name.endsWith("stp"));
    }

    /** The sender for people; empty where nothing is known. */
    static String speaker(@Nullable Speaker speaker, @Nullable String protocol) {
        if (speaker == null) {
            return "";
        }
        String mac = speaker.mac() == null ? "" : speaker.mac();
        String port = speaker.portId() == null || speaker.portId().isEmpty() ? "" : " port " + speaker.portId();
        if (speaker.systemName() != null && !speaker.systemName().isEmpty()) {
            return "'" + speaker.systemName() + "'" + (mac.isEmpty() ? "" : " (" + mac + ")") + port;
        }
        return mac.isEmpty() && port.isEmpty() ? "" : (isBpdu(protocol) ? "switch " + mac : mac).strip() + port;
    }

    /** The rhythm as a clause; empty where there is none worth saying. */
    static String every(@Nullable Cadence cadence) {
        if (cadence == null) {
            return "";
        }
        Long period = cadence.periodMillis();
        if (cadence.shape() == CadenceShape.Steady && period != null && period >= 100) {
            return " every " + duration(period);
        }
        return cadence.shape() == CadenceShape.Burst ? " in a burst" : "";
    }

    /** A timer of one second that was measured a few milliseconds short is still one second. */
    static String duration(long millis) {
        if (millis < 995) {
            return millis + " ms";
        }
        long tenths = Math.round(millis / 100.0);
        return tenths % 10 == 0 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
    }

    static String list(List<String> items, int limit) {
        if (items.size() <= limit) {
            return String.join(", ", items);
        }
        return String.join(", ", items.subList(0, limit)) + " and " + (items.size() - limit) + " more";
    }

    /** What stands for interfaces that are not known, at the beginning of a sentence. */
    static final String THIS_HOST = "This host";

    static String where(List<String> interfaces) {
        return interfaces.isEmpty() ? THIS_HOST : list(interfaces, 4);
    }

    static String percent(long part, long whole) {
        return whole <= 0 ? "0 %" : share(part, whole) + " %";
    }

    /** Percent rounded down, without overflow. */
    static int share(long part, long whole) {
        return whole <= 0 ? 0 : (int) Math.min(100, Math.floor((double) part / whole * 100 + 1e-9));
    }

    static String sentence(String text) {
        String stripped = text.strip();
        return stripped.endsWith(".") || stripped.isEmpty() ? stripped : stripped + ".";
    }
}
