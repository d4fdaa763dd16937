package dev.dropwhy.agent.linux;

import java.io.IOException;

/** A system call failed. The message names the call and what the kernel said. */
public final class SystemCallException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * @param call what was tried, such as {@code socket(AF_NETLINK)}
     * @param errno the kernel's answer
     */
    public SystemCallException(String call, int errno) {
        super(call + " failed: " + Errno.describe(errno));
        this.errno = errno;
    }

    /** The error number of this architecture. */
    public int errno() {
        return errno;
    }

    /** Whether the kernel or the device does not know the request at all: an absence, not a failure. */
    public boolean isUnsupported() {
        return errno == Errno.EOPNOTSUPP || errno == Errno.ENOTTY || errno == Errno.ENOSYS;
    }

    /** Whether privileges are missing. */
    public boolean isForbidden() {
        return errno == Errno.EPERM || errno == Errno.EACCES;
    }
}
