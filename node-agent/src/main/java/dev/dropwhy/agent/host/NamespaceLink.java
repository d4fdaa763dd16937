package dev.dropwhy.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads links such as {@code /proc/self/ns/net}, which lead to {@code net:[4026531840]} (namespaces(7)). */
final class NamespaceLink {

    private NamespaceLink() {}

    /**
     * The number of the namespace.
     *
     * @param link the link
     * @return its inode number; 0, which no namespace has, where the link may not be read or says something else
     */
    static long inode(Path link) {
        try {
            String target = Files.readSymbolicLink(link).toString();
            return Long.parseLong(target.substring(target.indexOf('[') + 1, target.length() - 1));
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            return 0;
        }
    }
}
