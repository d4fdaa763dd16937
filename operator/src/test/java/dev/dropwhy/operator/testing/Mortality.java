package dev.dropwhy.operator.testing;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.concurrent.CountDownLatch;

/** Lets an operator die after a number of writes: from then on not one of its requests reaches the API server. */
public final class Mortality implements Interceptor {

    private final CountDownLatch dead = new CountDownLatch(1);
    private int left;

    public Mortality(int writes) {
        left = writes;
        if (writes == 0) {
            dead.countDown();
        }
    }

    @Override
    public synchronized void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        if (!isWrite(request)) {
            if (left < 0) {
                throw new KubernetesClientException("this operator is dead");
            }
            return;
        }
        left--;
        if (left < 0) {
            dead.countDown();
            throw new KubernetesClientException("this operator is dead");
        }
    }

    /** Whether it has died: it wanted to write and could not. */
    public boolean isDead() {
        return dead.getCount() == 0;
    }

    private static boolean isWrite(HttpRequest request) {
        return !request.method().equals("GET") && !request.uri().getPath().contains("/leases");
    }
}
