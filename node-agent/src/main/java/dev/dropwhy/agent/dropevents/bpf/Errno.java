package dev.dropwhy.agent.dropevents.bpf;

/** Error numbers that are told apart (include/uapi/asm-generic/errno-base.h). */
final class Errno {

    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int ESRCH = 3;
    static final int ENOMEM = 12;
    static final int EACCES = 13;
    static final int EINVAL = 22;

    private Errno() {}

    /** The name that people search for. */
    static String name(int number) {
        return switch (number) {
            case EPERM -> "EPERM";
            case ENOENT -> "ENOENT";
            case ESRCH -> "ESRCH";
            case ENOMEM -> "ENOMEM";
            case EACCES -> "EACCES";
            case EINVAL -> "EINVAL";
            default -> "errno " + number;
        };
    }
}
