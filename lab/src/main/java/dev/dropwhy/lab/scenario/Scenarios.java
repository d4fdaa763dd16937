package dev.dropwhy.lab.scenario;

import java.util.List;
import java.util.stream.Stream;

/** All scenarios of the lab. */
public final class Scenarios {

    private Scenarios() {}

    /** All of them, in the order in which they are told. */
    public static List<Scenario> all() {
        return Stream.of(
                        LinkLayerScenarios.all(),
                        DeviceScenarios.all(),
                        InternetScenarios.all(),
                        Ipv6Scenarios.all(),
                        TransportScenarios.all(),
                        QueueAndFilterScenarios.all(),
                        ObserverScenarios.all(),
                        TapTestScenarios.all())
                .flatMap(List::stream)
                .toList();
    }
}
