package dev.dropwhy.agent.demo;

import dev.dropwhy.agent.linux.SystemCallException;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;

/**
 * A host and the switch it is connected to. Closing it, or the death of the process, ends both namespaces and what is in
 * them.
 */
public final class DemoNetwork implements AutoCloseable {

    /** The host's interface. */
    public static final String HOST_INTERFACE = "eth0";

    private static final String SWITCH_PORT = "port7";
    private static final String HOST_MAC = "00005e0053f0";

    private final NamespaceThread switchSide;
    private final NamespaceThread hostSide;
    private final Future<Boolean> speech;

    private DemoNetwork(NamespaceThread switchSide, NamespaceThread hostSide) {
        this.switchSide = switchSide;
        this.hostSide = hostSide;
        this.speech = switchSide.start(new DemoSwitch(SWITCH_PORT));
    }

    /**
     * Builds the network and lets the switch speak.
     *
     * @throws DemoUnavailableException where this process may not make network namespaces
     * @throws IOException where the kernel refuses something else
     */
    public static DemoNetwork open() throws DemoUnavailableException, IOException {
        NamespaceThread switchSide = namespace("demo-switch");
        try {
            NamespaceThread hostSide = namespace("demo-host");
            try {
                Cable.connect(
                        switchSide,
                        new Cable.End(SWITCH_PORT, SwitchFrames.PORT_MAC),
                        hostSide,
                        new Cable.End(HOST_INTERFACE, HOST_MAC));
                return new DemoNetwork(switchSide, hostSide);
            } catch (IOException | RuntimeException e) {
                hostSide.close();
                throw e;
            }
        } catch (IOException | RuntimeException | DemoUnavailableException e) {
            switchSide.close();
            throw e;
        }
    }

    /** Runs something as if on the host. */
    public <T> T onHost(Callable<T> task) throws IOException {
        return hostSide.call(task);
    }

    private static NamespaceThread namespace(String name) throws DemoUnavailableException, IOException {
        try {
            return NamespaceThread.open(name);
        } catch (SystemCallException e) {
            if (e.isForbidden()) {
                throw new DemoUnavailableException(
                        "The demo needs root: it makes two network namespaces, one for a switch and one for a host, and watches the host's drops; try sudo ./dropwhy demo.");
            }
            throw e;
        }
    }

    @Override
    public void close() {
        speech.cancel(true);
        switchSide.close();
        hostSide.close();
    }
}
