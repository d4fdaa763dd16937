package dev.dropwhy.agent.classify;

import java.io.IOException;

/** A file is no capture, or is damaged. The message is one sentence for people. */
public final class CaptureFormatException extends IOException {

    private static final long serialVersionUID = 1L;

    CaptureFormatException(String message) {
        super(message);
    }
}
