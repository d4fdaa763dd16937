package dev.dropwhy.lab.flood;

import dev.dropwhy.api.Totals;
import dev.dropwhy.lab.Lab;
import dev.dropwhy.lab.Prerequisites;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/** The floods as a command, at full size: prints what became of the product, one line of a table for each. */
public final class Flood {

    private static final double MEBIBYTE = 1024 * 1024;

    private Flood() {}

    /** Floods. Ends with 2 where it cannot. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Optional<String> missing = Prerequisites.missing();
        if (missing.isPresent()) {
            System.err.println(missing.get().replace("The lab is skipped", "Nothing was flooded"));
            System.exit(2);
        }
        Lab.removeStale();
        System.out.println(
                "| flood | frames | dropped | explained | lost | groups | peak RSS | report | answer after |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        print("every frame another sender and protocol", FloodTrial.ofFrames(3_000_000));
        print("501 interfaces, one of which drops", FloodTrial.ofInterfaces(250, 100_000));
        print("201 namespaces that drop, one of them observed", FloodTrial.ofNamespaces(200, 10_000));
    }

    private static void print(String name, Flooded flooded) {
        Totals totals = Objects.requireNonNull(flooded.answer().status().totals(), "a run says its totals");
        System.out.printf(
                "| %s | %,d | %,d | %,d | %,d | %,d | %.0f MiB | %,d bytes | %.1f s |%n",
                name,
                flooded.sent(),
                flooded.truth(),
                totals.explained(),
                totals.lostEvents(),
                flooded.observation().drops().size(),
                flooded.peakBytes() / MEBIBYTE,
                flooded.reportBytes(),
                flooded.ending().toMillis() / 1000.0);
    }
}
