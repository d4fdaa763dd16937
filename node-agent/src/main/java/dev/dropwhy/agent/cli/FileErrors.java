package dev.dropwhy.agent.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says in words why a file could not be read or written. */
final class FileErrors {

    private FileErrors() {}

    static String describe(IOException error) {
        return switch (error) {
            case NoSuchFileException missing -> "no such file or directory";
            case AccessDeniedException denied -> "permission denied";
            case FileSystemException other
            when other.getReason() != null -> other.getReason().toLowerCase(java.util.Locale.ROOT);
            default -> String.valueOf(error.getMessage());
        };
    }
}
