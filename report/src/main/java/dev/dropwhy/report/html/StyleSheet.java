package dev.dropwhy.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/**
 * The page's own style sheet.
 *
 * @param text the style sheet
 */
record StyleSheet(String text) {

    static StyleSheet load() {
        try (InputStream in =
                Objects.requireNonNull(StyleSheet.class.getResourceAsStream("report.css"), "report.css")) {
            return new StyleSheet(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("a resource of the program itself", e);
        }
    }

    /** A policy (CSP level 2) that lets this style sheet in and nothing else: no script, no request, no form. */
    String policy() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "default-src 'none'; style-src 'sha256-"
                    + Base64.getEncoder().encodeToString(digest) + "'; base-uri 'none'; form-action 'none'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
