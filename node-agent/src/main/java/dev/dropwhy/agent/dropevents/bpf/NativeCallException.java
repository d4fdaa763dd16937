package dev.dropwhy.agent.dropevents.bpf;

/** A call into libbpf or the kernel failed. Becomes a sentence before it leaves the package. */
final class NativeCallException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int errno;

    NativeCallException(String call, int errno) {
        super(call + " failed with " + Errno.name(errno));
        this.errno = errno;
    }

    int errno() {
        return errno;
    }
}
