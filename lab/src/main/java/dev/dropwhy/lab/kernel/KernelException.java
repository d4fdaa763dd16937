package dev.dropwhy.lab.kernel;

import java.io.IOException;

/** A system call failed; the message names the call and the error number. */
public final class KernelException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int errno;

    KernelException(String call, int errno) {
        super(call + " failed with errno " + errno);
        this.errno = errno;
    }

    /** The error number, as errno.h spells it. */
    public int errno() {
        return errno;
    }
}
