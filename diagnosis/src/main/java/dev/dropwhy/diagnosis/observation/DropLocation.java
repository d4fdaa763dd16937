package dev.dropwhy.diagnosis.observation;

/**
 * A place in a kernel function from which packets were freed: the return address of the call, told as distance from the
 * function's start. Functions begin at another address after each boot and on each machine; distances stay the same for one
 * build of a kernel, and betray no address to whoever reads a report.
 *
 * @param offset bytes from the start of the function's symbol
 * @param size bytes from there to the next symbol (/proc/kallsyms gives no sizes); 0 where none follows
 * @param count packets freed from there
 */
public record DropLocation(long offset, long size, long count) {

    /** As the kernel prints return addresses (lib/vsprintf.c, {@code %pS}): {@code +0x9c1/0x1230}. */
    public String text() {
        return size == 0 ? "+0x%x".formatted(offset) : "+0x%x/0x%x".formatted(offset, size);
    }
}
