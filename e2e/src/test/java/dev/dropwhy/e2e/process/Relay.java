package dev.dropwhy.e2e.process;

import dev.dropwhy.lab.network.Namespace;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Makes a port of the machine's loopback reachable on the same port of a namespace's loopback: the way from a node to the
 * API server, without an interface that could drop anything.
 */
final class Relay implements AutoCloseable {

    private final int port;
    private final ServerSocket inside;
    private final ExecutorService pumps = Executors.newCachedThreadPool();

    private Relay(int port, ServerSocket inside) {
        this.port = port;
        this.inside = inside;
        pumps.execute(this::accept);
    }

    /** A socket belongs to the namespace of the thread that opened it, whoever accepts on it. */
    static Relay into(Namespace namespace, int port) throws IOException, InterruptedException {
        return new Relay(port, namespace.call(() -> new ServerSocket(port, 50, InetAddress.getLoopbackAddress())));
    }

    private void accept() {
        while (!inside.isClosed()) {
            try {
                Socket near = inside.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), port);
                pumps.execute(() -> pump(near, far));
                pumps.execute(() -> pump(far, near));
            } catch (IOException _) {
                // Closed, or the API server is away, which the agent sees as a connection that is reset.
            }
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException _) {
            // Either end closed.
        }
    }

    @Override
    public void close() throws IOException {
        inside.close();
        pumps.shutdownNow();
    }
}
