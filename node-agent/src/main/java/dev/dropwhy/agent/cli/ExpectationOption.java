package dev.dropwhy.agent.cli;

import dev.dropwhy.api.Expectation;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that names what is known and fine. */
final class ExpectationOption {

    @Option(
            names = "--expect",
            paramLabel = "CAUSE[:PROTOCOL][=NOTE]",
            converter = ExpectationConverter.class,
            description = "A cause that is known and fine here; repeatable.")
    private List<Expectation> expectations = new ArrayList<>();

    List<Expectation> expectations() {
        return expectations;
    }
}
