package dev.dropwhy.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The name of the {@link NodeDropReport} of one node for one investigation: operator and agent derive it each on its
 * own, so that an agent finds its report with one GET and needs no right to list.
 *
 * <p>The digest covers the investigation's uid: a new investigation of an old name never meets the old reports. The
 * readable part is for people and may be cut.
 */
public final class ReportName {

    /** Below the 253 characters of a DNS subdomain (RFC 1123), and short enough to read in a table. */
    private static final int READABLE_LENGTH = 100;

    private static final int DIGEST_BYTES = 8;

    private ReportName() {}

    /**
     * Derives the name.
     *
     * @param investigation name and uid of the investigation
     * @param nodeName name of the node
     * @return a DNS subdomain, at most 117 characters: {@code <investigation>-<node>-<16 hex digits>}
     */
    public static String of(InvestigationRef investigation, String nodeName) {
        String readable = (investigation.name() + "-" + nodeName).toLowerCase(Locale.ROOT);
        String cut = readable.substring(0, Math.min(READABLE_LENGTH, readable.length()));
        return trimmed(cut) + "-" + digest(investigation.uid() + "/" + nodeName);
    }

    /** Each label of a subdomain ends with a letter or a digit; a cut may have left a dot or a hyphen at the end. */
    private static String trimmed(String name) {
        int end = name.length();
        while (end > 0 && (name.charAt(end - 1) == '-' || name.charAt(end - 1) == '.')) {
            end--;
        }
        return name.substring(0, end);
    }

    private static String digest(String text) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
