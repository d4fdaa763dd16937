package dev.dropwhy.e2e.page;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy that remembers the first line of each request and refuses it. */
final class CountingProxy implements AutoCloseable {

    private static final String REFUSAL = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private static final int SILENCE_MILLIS = 2_000;

    private final ServerSocket socket;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private CountingProxy(ServerSocket socket) {
        this.socket = socket;
    }

    static CountingProxy start() throws IOException {
        CountingProxy proxy = new CountingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        Thread.ofPlatform().daemon().name("proxy").start(proxy::serve);
        return proxy;
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Requests for a host. */
    List<String> requestsFor(String host) {
        return requests.stream().filter(line -> line.contains(host)).toList();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> refuse(client));
            } catch (IOException e) {
                // the test is over
            }
        }
    }

    private void refuse(Socket accepted) {
        try (Socket client = accepted;
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1))) {
            client.setSoTimeout(SILENCE_MILLIS); // browsers connect in advance and say nothing
            String line = in.readLine();
            if (line != null) {
                requests.add(line);
                client.getOutputStream().write(REFUSAL.getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            // the browser went away
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
