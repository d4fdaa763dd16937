package dev.dropwhy.agent.counters;

import java.io.IOException;
import java.util.List;

/** Reads the interfaces of one network namespace, their queueing disciplines, and the filters at those. */
public interface LinkProbe extends AutoCloseable {

    /** Every interface of the namespace with its statistics. */
    List<Link> links() throws IOException;

    /** Every queueing discipline of the namespace; empty where this source cannot tell. */
    List<Qdisc> qdiscs() throws IOException;

    /**
     * The tc filters that packets meet at a queueing discipline, with those of a block that it shares with others; empty where
     * it has none, and where this source cannot tell. At most {@link RouteNetlink#MOST_FILTERS}.
     */
    List<TrafficFilter> filters(Qdisc qdisc) throws IOException;

    @Override
    void close();
}
