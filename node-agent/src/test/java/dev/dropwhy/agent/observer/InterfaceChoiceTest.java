package dev.dropwhy.agent.observer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropwhy.agent.counters.Link;
import dev.dropwhy.api.InterfaceSelection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InterfaceChoiceTest {

    private static final Link LO = link(1, "lo", true, false);
    private static final Link ETH0 = link(2, "eth0", false, true);
    private static final Link ETH1 = link(3, "eth1", false, true);
    private static final Link VETH = link(4, "veth1234", false, false);

    @Test
    void withoutGlobsInterfacesWithADeviceAreChosen() throws Exception {
        InterfaceChoice choice = choose(List.of(LO, VETH, ETH1, ETH0), List.of(), List.of());
        assertThat(choice.links()).containsExactly(ETH0, ETH1);
        assertThat(choice.notes()).isEmpty();
    }

    @Test
    void whereNoneHasADeviceEveryOneButLoopbackIsChosenAndSaidSo() throws Exception {
        InterfaceChoice choice = choose(List.of(LO, VETH), List.of(), List.of());
        assertThat(choice.links()).containsExactly(VETH);
        assertThat(choice.notes()).singleElement().asString().contains("has a device behind it");
    }

    @Test
    void globsChooseAndExcludeWins() throws Exception {
        assertThat(choose(List.of(LO, VETH, ETH1, ETH0), List.of("eth*", "lo"), List.of("*1"))
                        .links())
                .containsExactly(ETH0, LO);
    }

    @Test
    void globsThatMatchNothingAreAnErrorThatListsWhatExists() {
        assertThatThrownBy(() -> choose(List.of(LO, ETH0), List.of("wlan?"), List.of()))
                .isInstanceOf(InterfaceSelectionException.class)
                .hasMessage("No interface matches \"wlan?\"; there are eth0, lo.");
        assertThatThrownBy(() -> choose(List.of(LO, ETH0), List.of("wlan?", "en*"), List.of()))
                .hasMessage("No interface matches any of \"wlan?\", \"en*\"; there are eth0, lo.");
    }

    @Test
    void oneListOfGlobsServesNodesThatNameTheirInterfacesDifferently() throws Exception {
        InterfaceChoice choice = choose(List.of(LO, ETH0), List.of("eth*", "en*", "ens3"), List.of());

        assertThat(choice.links()).containsExactly(ETH0);
        assertThat(choice.notes()).containsExactly("There is no interface \"ens3\" here.");
    }

    @Test
    void nothingLeftIsAnError() {
        assertThatThrownBy(() -> choose(List.of(LO, ETH0), List.of(), List.of("*")))
                .isInstanceOf(InterfaceSelectionException.class)
                .hasMessageContaining("exclude takes away");
        assertThatThrownBy(() -> choose(List.of(LO), List.of(), List.of()))
                .isInstanceOf(InterfaceSelectionException.class)
                .hasMessageContaining("only a loopback interface");
    }

    @Test
    void globsMatchLikeAShellDoes() {
        assertThat(new InterfaceGlob("eth*").matches("eth0")).isTrue();
        assertThat(new InterfaceGlob("eth?").matches("eth10")).isFalse();
        assertThat(new InterfaceGlob("*").matches("")).isTrue();
        assertThat(new InterfaceGlob("").matches("x")).isFalse();
        assertThat(new InterfaceGlob("e*0").matches("eth0")).isTrue();
        assertThat(new InterfaceGlob("a*b*c").matches("axxbyyc")).isTrue();
        assertThat(new InterfaceGlob("a*b*c").matches("axxbyy")).isFalse();
        assertThat(new InterfaceGlob("[e]th0").matches("eth0")).isFalse();
        assertThat(new InterfaceGlob("*a".repeat(5000)).matches("a".repeat(4999)))
                .isFalse();
    }

    private static InterfaceChoice choose(List<Link> links, List<String> include, List<String> exclude)
            throws InterfaceSelectionException {
        return InterfaceChoice.choose(links, new InterfaceSelection(include, exclude), Link::device);
    }

    private static Link link(int index, String name, boolean loopback, boolean device) {
        return new Link(index, name, null, null, 1500, loopback, false, true, null, null, device, Map.of());
    }
}
