package dev.dropwhy.diagnosis.intake;

import dev.dropwhy.diagnosis.observation.DropGroup;
import dev.dropwhy.diagnosis.observation.LinkId;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A group of drops in an order that depends on its content alone: largest first, then by the fields that tell groups
 * apart. Only groups that agree in all of these are compared as text, which is made once for each: the text of thousands
 * of groups of the same size would otherwise cost more than the whole diagnosis.
 */
final class Sortable {

    static final Comparator<Sortable> ORDER =
            Comparator.comparing(Sortable::group, fields()).thenComparing(Sortable::text);

    private final DropGroup group;
    private @Nullable String text;

    Sortable(DropGroup group) {
        this.group = group;
    }

    DropGroup group() {
        return group;
    }

    private String text() {
        String made = text;
        if (made == null) {
            made = group.toString();
            text = made;
        }
        return made;
    }

    private static Comparator<DropGroup> fields() {
        Comparator<@Nullable String> name = Comparator.nullsFirst(Comparator.naturalOrder());
        return Comparator.comparingLong(DropGroup::count)
                .reversed()
                .thenComparing(DropGroup::reason, name)
                .thenComparing(DropGroup::function)
                .thenComparingInt(DropGroup::etherType)
                .thenComparingInt(DropGroup::interfaceIndex)
                .thenComparing(DropGroup::interfaceName, name)
                .thenComparingLong(DropGroup::netns)
                .thenComparing(DropGroup::link, Comparator.nullsFirst(addresses(name)))
                .thenComparing(DropGroup::ipProtocol, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparingLong(DropGroup::bytes)
                .thenComparingLong(DropGroup::firstMillis)
                .thenComparingLong(DropGroup::lastMillis);
    }

    private static Comparator<LinkId> addresses(Comparator<@Nullable String> name) {
        return Comparator.comparing(LinkId::source, name).thenComparing(LinkId::destination, name);
    }
}
