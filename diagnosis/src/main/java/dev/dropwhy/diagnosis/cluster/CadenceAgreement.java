package dev.dropwhy.diagnosis.cluster;

import dev.dropwhy.api.Cadence;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether nodes see one rhythm.
 *
 * @param cadence the rhythm that all nodes which tell one agree on; null where they disagree or none tells one
 * @param disagree whether nodes tell different rhythms
 */
record CadenceAgreement(@Nullable Cadence cadence, boolean disagree) {

    /** Two measurements of one timer in a window of a minute differ by less than a tenth. */
    private static final double TOLERANCE = 0.1;

    static CadenceAgreement of(List<Finding> findings) {
        List<Cadence> cadences = findings.stream()
                .map(finding -> finding.verdict().cadence())
                .filter(Objects::nonNull)
                .toList();
        if (cadences.isEmpty()) {
            return new CadenceAgreement(null, false);
        }
        Cadence first = cadences.getFirst();
        Long period = median(cadences, Cadence::periodMillis);
        boolean agree = cadences.stream()
                .allMatch(cadence -> cadence.shape() == first.shape()
                        && Objects.equals(cadence.matches(), first.matches())
                        && near(cadence.periodMillis(), period));
        if (!agree) {
            return new CadenceAgreement(null, true);
        }
        Long jitter = median(cadences, Cadence::jitterMillis);
        return new CadenceAgreement(new Cadence(first.shape(), period, jitter, first.matches()), false);
    }

    private static boolean near(@Nullable Long one, @Nullable Long median) {
        return one == null || median == null || Math.abs((double) one - median) <= TOLERANCE * median;
    }

    private static @Nullable Long median(List<Cadence> cadences, Function<Cadence, @Nullable Long> field) {
        List<Long> values =
                cadences.stream().map(field).filter(Objects::nonNull).sorted().toList();
        return values.isEmpty() ? null : values.get(values.size() / 2);
    }
}
