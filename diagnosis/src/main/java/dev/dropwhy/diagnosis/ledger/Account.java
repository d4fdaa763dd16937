package dev.dropwhy.diagnosis.ledger;

import dev.dropwhy.api.Direction;
import dev.dropwhy.diagnosis.counters.Growth;
import dev.dropwhy.diagnosis.observation.InterfaceObservation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The account of one counter of one interface while it is balanced. What is claimed never exceeds the growth.
 */
public final class Account {

    private final InterfaceObservation link;
    private final String counter;
    private final long grew;
    private final List<Claim> claims = new ArrayList<>();
    private long driverPart;
    private long mirrored;
    private long claimed;
    private long excess;

    Account(InterfaceObservation link, String counter, long grew) {
        this.link = link;
        this.counter = counter;
        this.grew = grew;
    }

    /** The interface. */
    public InterfaceObservation link() {
        return link;
    }

    /** Name of the counter. */
    public String counter() {
        return counter;
    }

    /** The side of the interface that the counter belongs to. */
    public Direction direction() {
        return counter.startsWith("tx") ? Direction.Transmit : Direction.Receive;
    }

    /** Growth of the counter. */
    public long grew() {
        return grew;
    }

    /** Part that the driver's own statistics account for. */
    public long driverPart() {
        return driverPart;
    }

    /** Part that is a copy of what members of a bond counted. */
    public long mirrored() {
        return mirrored;
    }

    /** What accounts for the growth; the sum is at most {@link #grew}. */
    public List<Claim> claims() {
        return Collections.unmodifiableList(claims);
    }

    /** Sum of the claims. */
    public long explained() {
        return claimed;
    }

    /** What is left. */
    public long unexplained() {
        return grew - claimed;
    }

    /** Events beyond the growth: those before the first and after the last reading, or a rule that is wrong here. */
    public long excess() {
        return excess;
    }

    /** Takes as much of a claim as there is room for, and returns that. */
    long claim(Claim claim) {
        long taken = Math.min(claim.count(), unexplained());
        if (taken > 0) {
            claims.add(new Claim(claim.cause(), claim.protocol(), claim.group(), taken, claim.certain()));
            claimed += taken;
        }
        return taken;
    }

    void claimForDriver(Claim claim) {
        driverPart += claim(claim);
    }

    void claimMirrored(Claim claim) {
        mirrored += claim(claim);
    }

    /** Claims of events that name this device: when they exceed the growth, each is cut in proportion. */
    void claimAll(List<Claim> direct) {
        long sum = direct.stream().mapToLong(Claim::count).reduce(0, Growth::plus);
        long room = unexplained();
        if (sum <= room) {
            direct.forEach(this::claim);
            return;
        }
        excess = sum - room;
        List<Claim> rest = new ArrayList<>();
        for (Claim claim : direct) {
            long share = (long) Math.floor((double) claim.count() / sum * room);
            long taken = claim(new Claim(claim.cause(), claim.protocol(), claim.group(), share, claim.certain()));
            rest.add(new Claim(claim.cause(), claim.protocol(), claim.group(), claim.count() - taken, claim.certain()));
        }
        // What rounding left over goes to the largest first; the caller's order is by size.
        rest.forEach(this::claim);
    }
}
