package dev.dropwhy.operator.serving;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts the requests that the operator sends to the API server, by method. */
public final class ApiRequestMetrics implements Interceptor {

    private final MeterRegistry registry;

    public ApiRequestMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        registry.counter("dropwhy.api.requests", "method", request.method()).increment();
    }
}
