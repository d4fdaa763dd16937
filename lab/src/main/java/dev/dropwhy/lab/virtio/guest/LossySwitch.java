package dev.dropwhy.lab.virtio.guest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Connects the guest's two network cards outside of the guest, and loses some of what the first one sends: what a hypervisor's
 * switch with a full queue does. Nothing inside the guest counts that.
 */
public final class LossySwitch implements AutoCloseable {

    private final Guest guest;
    private final AtomicLong frames = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();

    /**
     * Connects them.
     *
     * @param longerThan frames up to this length pass: acknowledgements, the start and the end of connections
     * @param oneOf of longer ones, one of so many is lost
     */
    public LossySwitch(Guest guest, int longerThan, int oneOf) {
        this.guest = guest;
        guest.secondCable().listen(frame -> forward(guest.cable(), frame));
        guest.cable().listen(frame -> {
            if (frame.length > longerThan && frames.incrementAndGet() % oneOf == 0) {
                lost.incrementAndGet();
            } else {
                forward(guest.secondCable(), frame);
            }
        });
    }

    private static void forward(Cable to, byte[] frame) {
        try {
            to.send(frame);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Frames that it lost so far. */
    public long lost() {
        return lost.get();
    }

    @Override
    public void close() {
        guest.cable().listen(frame -> {});
        guest.secondCable().listen(frame -> {});
    }
}
