package dev.dropwhy.agent.counters;

import java.io.IOException;
import java.util.List;

/** Reads the interfaces of one network namespace, and their queueing disciplines. */
public interface LinkProbe extends AutoCloseable {

    /** Every interface of the namespace with its statistics. */
    List<Link> links() throws IOException;

    /** Every queueing discipline of the namespace; empty where this source cannot tell. */
    List<Qdisc> qdiscs() throws IOException;

    @Override
    void close();
}
