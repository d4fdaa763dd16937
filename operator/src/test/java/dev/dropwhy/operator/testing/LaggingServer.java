package dev.dropwhy.operator.testing;

import dev.dropwhy.operator.testing.FaultyProxy.Answer;
import dev.dropwhy.operator.testing.FaultyProxy.Fault;
import dev.dropwhy.operator.testing.FaultyProxy.Request;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An API server that has not heard of anything since a revision: it lists what was then (the real server answers, from
 * etcd's history), knows no later revision to watch from, and its watches tell nothing. Writes go to etcd and are as strict
 * as ever.
 */
public final class LaggingServer implements Fault {

    private static final Set<String> WATCHED = Set.of("dropinvestigations", "nodedropreports", "daemonsets");

    private final long revision;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final Set<String> listed = ConcurrentHashMap.newKeySet();

    /**
     * @param revision the last that it has heard of
     */
    public LaggingServer(long revision) {
        this.revision = revision;
    }

    @Override
    public Answer on(Request request) throws InterruptedException {
        String kind = request.path().substring(request.path().lastIndexOf('/') + 1);
        if (request.isWrite() || !WATCHED.contains(kind)) {
            return new Answer.Pass(request.query());
        }
        if (!request.isWatch()) {
            listed.add(kind);
            return new Answer.Pass(atRevision(request.query()));
        }
        if (Long.parseLong("0" + request.parameter("resourceVersion")) > revision) {
            return new Answer.Refuse(410, "Expired");
        }
        caughtUp.await();
        return new Answer.Pass(request.query());
    }

    private String atRevision(String query) {
        if (query.contains("continue=")) {
            return query; // it continues what was listed
        }
        Stream<String> others = Arrays.stream(query.split("&", -1))
                .filter(pair -> !pair.isEmpty() && !pair.startsWith("resourceVersion"));
        return Stream.concat(others, Stream.of("resourceVersion=" + revision, "resourceVersionMatch=Exact"))
                .collect(Collectors.joining("&"));
    }

    /** Whether all that an operator watches was listed as it was. */
    public boolean hasListedAll() {
        return listed.containsAll(WATCHED);
    }

    /** It hears of everything: the watches that wait go on. */
    public void catchUp() {
        caughtUp.countDown();
    }
}
