package dev.dropwhy.lab.virtio.guest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Makes functions of the guest's kernel fail, by QEMU's debugging port (GDB remote serial protocol). Debian's kernels have no
 * fault injection of their own, and memory that runs out by itself takes the product with it. The guest stands still while its
 * memory is changed.
 */
final class Debugger implements AutoCloseable {

    /** xor %eax,%eax; ret: a function that returns NULL. */
    private static final byte[] RETURN_NULL = {0x31, (byte) 0xc0, (byte) 0xc3};

    private static final int LONGEST_REPLY = 4096;

    private final SocketChannel channel;
    private final InputStream in;
    private final long address;
    private final String original;

    private Debugger(SocketChannel channel, long address) throws IOException {
        this.channel = channel;
        this.in = new BufferedInputStream(Channels.newInputStream(channel));
        this.address = address;
        this.original = ask("m%x,%x".formatted(address, RETURN_NULL.length));
        write(HexFormat.of().formatHex(RETURN_NULL));
        send("c");
    }

    /**
     * Lets a function return NULL from now on, until this is closed.
     *
     * @param address where it begins
     */
    static Debugger returningNull(Path socket, long address) throws IOException, InterruptedException {
        SocketChannel channel = UnixSocket.connect(socket); // QEMU halts the guest
        try {
            return new Debugger(channel, address);
        } catch (IOException e) {
            channel.write(packet("D")); // the guest must not stand still for ever
            channel.close();
            throw e;
        }
    }

    private void write(String bytes) throws IOException {
        String answer = ask("M%x,%x:%s".formatted(address, RETURN_NULL.length, bytes));
        if (!answer.equals("OK")) {
            throw new IOException("the guest's memory at %x cannot be written: %s".formatted(address, answer));
        }
    }

    /** A byte 3 halts the guest; it answers as soon as it stands still. */
    private void halt() throws IOException {
        channel.write(ByteBuffer.wrap(new byte[] {3}));
        while (!tellsOfHalt(receive())) {
            // an answer to nothing
        }
    }

    private static boolean tellsOfHalt(String message) {
        return message.startsWith("T") || message.startsWith("S");
    }

    private String ask(String request) throws IOException {
        send(request);
        String answer = receive();
        while (tellsOfHalt(answer)) { // whenever it comes: the guest halts as soon as a debugger connects
            answer = receive();
        }
        return answer;
    }

    private void send(String text) throws IOException {
        channel.write(packet(text));
    }

    /** {@code $text#sum}, the sum of the text's bytes in two hexadecimal digits. */
    private static ByteBuffer packet(String text) {
        int sum = text.chars().sum() & 0xff;
        return StandardCharsets.US_ASCII.encode("$" + text + "#%02x".formatted(sum));
    }

    private String receive() throws IOException {
        StringBuilder text = new StringBuilder();
        int c = in.read();
        while (c >= 0 && c != '$') { // acknowledgements
            c = in.read();
        }
        for (c = in.read(); c >= 0 && c != '#' && text.length() < LONGEST_REPLY; c = in.read()) {
            text.append((char) c);
        }
        if (c != '#' || in.readNBytes(2).length < 2) {
            throw new IOException("QEMU's debugging port was closed");
        }
        channel.write(ByteBuffer.wrap(new byte[] {'+'}));
        return text.toString();
    }

    /** Makes the function what it was. */
    @Override
    public void close() throws IOException {
        try (channel) {
            halt();
            write(original);
            ask("D");
        }
    }
}
