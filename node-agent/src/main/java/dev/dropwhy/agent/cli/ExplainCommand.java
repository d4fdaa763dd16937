package dev.dropwhy.agent.cli;

import dev.dropwhy.agent.report.ExplanationText;
import dev.dropwhy.api.Cause;
import dev.dropwhy.diagnosis.catalog.Catalog;
import dev.dropwhy.diagnosis.catalog.Explanation;
import dev.dropwhy.diagnosis.catalog.LinkProtocol;
import dev.dropwhy.report.ExitCode;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dropwhy explain}: what the catalogs know about a name. */
@Command(
        name = "explain",
        description = "Explain a cause, kernel drop reason, kernel function, link protocol, counter or driver.",
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description = "Such as UnhandledLinkProtocol, CPU_BACKLOG, __netif_receive_skb_core, Lldp, rx_dropped,"
                    + " TcpExt.ListenDrops or veth. Without it: what can be asked for.")
    private @Nullable String name;

    ExplainCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandException {
        Catalog catalog = surroundings.catalog().get();
        Terminal terminal = surroundings.terminal();
        String asked = name;
        if (asked == null) {
            list(catalog, terminal.out());
            return ExitCode.NO_PROBLEM;
        }
        List<Explanation> found = catalog.explain(asked);
        if (found.isEmpty()) {
            throw new CommandException("\"" + asked
                    + "\" is in none of the catalogs of causes, drop reasons, kernel functions, link protocols, counters and"
                    + " drivers; dropwhy explain lists the causes, protocols and drivers.");
        }
        terminal.out().print(new ExplanationText(terminal.style()).of(found));
        return ExitCode.NO_PROBLEM;
    }

    private static void list(Catalog catalog, PrintStream out) {
        out.println("Causes: " + Arrays.stream(Cause.values()).map(Cause::name).collect(Collectors.joining(", ")));
        out.println();
        out.println("Link protocols: "
                + catalog.protocols().all().stream().map(LinkProtocol::name).collect(Collectors.joining(", ")));
        out.println();
        out.println("Drivers and kinds of links: "
                + catalog.drivers().stream()
                        .flatMap(entry -> entry.drivers().stream())
                        .collect(Collectors.joining(", ")));
        out.println();
        out.println("Also known: kernel drop reasons, kernel functions, counters.");
    }
}
