package safekit.linux.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static safekit.linux.net.TestNetwork.address;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeighboursTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final MacAddress B = MacAddress.parse("02:99:00:00:00:02");
    private static final MacAddress C = MacAddress.parse("02:99:00:00:00:03");

    private TestNetwork network;

    @BeforeEach
    void build() throws Exception {
        network = new TestNetwork();
    }

    @AfterEach
    void remove() throws Exception {
        network.close();
    }

    private AddressProbe.Answer probe(String host, String text, List<MacAddress> ignored)
            throws Exception {
        return network.in(host, () -> AddressProbe.ask(List.of(eth0(text)), ignored, SHORT));
    }

    private static AddressProbe.Target eth0(String text) throws IOException {
        return new AddressProbe.Target("eth0", address(text));
    }

    private static AddressProbe.Taken taken(String text, MacAddress by) throws IOException {
        return new AddressProbe.Taken(address(text), by);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.99.0.100", "fd99::100"})
    void an_address_is_free_when_nobody_answers(String text) throws Exception {
        long start = System.nanoTime();
        assertThat(probe("a", text, List.of())).isEqualTo(new AddressProbe.Free());
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(SHORT, SHORT.plusSeconds(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.99.0.2", "fd99::2"})
    void an_address_is_taken_when_somebody_has_it(String text) throws Exception {
        assertThat(probe("a", text, List.of())).isEqualTo(taken(text, B));
        assertThat(probe("a", text, List.of(C))).isEqualTo(taken(text, B));
    }

    @Test
    void many_addresses_are_asked_for_together() throws Exception {
        var targets = new ArrayList<AddressProbe.Target>();
        for (int i = 100; i < 120; i++) {
            targets.add(eth0("10.99.0." + i));
            targets.add(eth0("fd99::" + i));
        }
        long start = System.nanoTime();
        assertThat(network.in("a", () -> AddressProbe.ask(targets, List.of(), SHORT)))
                .isEqualTo(new AddressProbe.Free());
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isLessThan(SHORT.multipliedBy(targets.size()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.99.0.2", "fd99::2"})
    void one_that_is_taken_is_found_among_many(String text) throws Exception {
        var targets =
                List.of(eth0("10.99.0.100"), eth0("fd99::100"), eth0(text), eth0("fd99::101"));
        assertThat(network.in("a", () -> AddressProbe.ask(targets, List.of(), SHORT)))
                .isEqualTo(taken(text, B));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.99.0.2", "fd99::2"})
    void the_peer_that_is_to_be_ignored_does_not_count(String text) throws Exception {
        assertThat(probe("a", text, List.of(B))).isEqualTo(new AddressProbe.Free());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.99.0.1", "fd99::1"})
    void our_own_address_does_not_count(String text) throws Exception {
        assertThat(probe("a", text, List.of())).isEqualTo(new AddressProbe.Free());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.99.0.100", "fd99::100"})
    void two_hosts_that_probe_at_the_same_time_see_each_other(String text) throws Exception {
        Duration limit = Duration.ofSeconds(2);
        var a = network.start("a", () -> AddressProbe.ask(List.of(eth0(text)), List.of(), limit));
        var b = network.start("b", () -> AddressProbe.ask(List.of(eth0(text)), List.of(), limit));
        assertThat(List.of(a.join(), b.join()))
                .anyMatch(answer -> answer instanceof AddressProbe.Taken);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.99.0.100", "fd99::100"})
    void an_announcement_moves_the_neighbours_to_the_new_owner(String text) throws Exception {
        int prefix = text.contains(":") ? 64 : 24;
        var virtual = new VirtualAddress("eth0", address(text), prefix, false);
        network.in("b", virtual::set);
        TestNetwork.command(
                "ip", "netns", "exec", network.namespace("a"), "bash", "-c", sendTo(text));
        TestNetwork.await("entry", () -> entry(text).contains(B.toString()));

        network.in("b", virtual::remove);
        network.in("c", virtual::set);
        assertThat(entry(text)).contains(B.toString());
        network.in(
                "c",
                () -> {
                    Announce.once("eth0", address(text));
                    return true;
                });
        TestNetwork.await("moved entry", () -> entry(text).contains(C.toString()));
    }

    private static String sendTo(String text) {
        return "echo > /dev/udp/" + text + "/9";
    }

    private String entry(String text) throws Exception {
        return network.ip("a", "neigh show " + text);
    }

    @Test
    void an_interface_without_ethernet_is_refused() {
        assertThatThrownBy(
                        () ->
                                network.in(
                                        "a",
                                        () ->
                                                AddressProbe.ask(
                                                        List.of(
                                                                new AddressProbe.Target(
                                                                        "lo",
                                                                        address("10.99.0.9"))),
                                                        List.of(),
                                                        SHORT)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("lo is not an Ethernet interface");
    }

    @Test
    void an_interface_that_is_switched_off_is_an_error_not_an_answer() throws Exception {
        network.ip("a", "link set eth0 down");
        assertThatThrownBy(() -> probe("a", "10.99.0.2", List.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Network is down");
    }
}
