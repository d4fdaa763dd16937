package dev.dropwhy.agent.linux;

/** Error numbers of the generic Linux ABI (asm-generic/errno.h: the same on x86-64 and arm64). */
public final class Errno {

    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int EINTR = 4;
    public static final int EAGAIN = 11;
    public static final int EACCES = 13;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int ENODEV = 19;
    public static final int EINVAL = 22;
    public static final int ENOTTY = 25;
    public static final int ENOSYS = 38;
    public static final int EAFNOSUPPORT = 97;
    public static final int EOPNOTSUPP = 95;
    public static final int EADDRINUSE = 98;
    public static final int ENOBUFS = 105;

    private Errno() {}

    /** The error in words, as strerror(3) would say it, with its number. */
    public static String describe(int errno) {
        String words = switch (errno) {
            case EPERM -> "operation not permitted";
            case ENOENT -> "no such file or object";
            case EINTR -> "interrupted";
            case EAGAIN -> "no answer in time";
            case EACCES -> "permission denied";
            case EBUSY -> "busy";
            case EEXIST -> "exists already";
            case ENODEV -> "no such device";
            case EINVAL -> "invalid argument";
            case ENOTTY, EOPNOTSUPP -> "not supported";
            case ENOSYS -> "not known to this kernel";
            case EADDRINUSE -> "in use already";
            case EAFNOSUPPORT -> "address family not supported";
            case ENOBUFS -> "no buffer space";
            default -> "error";
        };
        return words + " (errno " + errno + ")";
    }
}
