package dev.dropwhy.bench;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** Runs the benchmarks and prints every figure as a ratio to dropwhy's of the same run. */
public final class Benchmarks {

    private static final String OWN = "dropwhy";

    private Benchmarks() {}

    /**
     * Runs them.
     *
     * @param arguments options of JMH
     * @throws RunnerException where JMH fails
     * @throws CommandLineOptionException where JMH does not know an option
     */
    public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
        Collection<RunResult> results = new Runner(new CommandLineOptions(arguments)).run();
        Map<String, Double> nanos = new TreeMap<>();
        for (RunResult result : results) {
            nanos.put(name(result), result.getPrimaryResult().getScore());
        }
        System.out.println();
        System.out.println("Ratios to dropwhy in the same run:");
        nanos.forEach((name, value) -> {
            Double own = nanos.get(name.replaceFirst("\\.[a-zA-Z0-9]+ ", "." + OWN + " "));
            System.out.printf(
                    Locale.ROOT,
                    "  %-48s %10.0f ns %12.2f M/s   %s%n",
                    name,
                    value,
                    1000 / value,
                    own == null ? "" : String.format(Locale.ROOT, "x %.2f", value / own));
        });
    }

    private static String name(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        String method = benchmark.substring(benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1);
        StringBuilder name = new StringBuilder(method).append(' ');
        for (String parameter : result.getParams().getParamsKeys()) {
            name.append(result.getParams().getParam(parameter)).append(' ');
        }
        return name.toString();
    }
}
