package safekit.linux.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static safekit.linux.net.TestNetwork.address;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VirtualAddressTest {
    private TestNetwork network;

    @BeforeEach
    void build() throws Exception {
        network = new TestNetwork();
    }

    @AfterEach
    void remove() throws Exception {
        network.close();
    }

    @ParameterizedTest
    @CsvSource({"10.99.0.100, 24", "10.99.0.100, 32", "fd99::100, 64"})
    void an_address_is_set_once_and_removed_once(String text, int prefix) throws Exception {
        var virtual = new VirtualAddress("eth0", address(text), prefix, false);
        assertThat(network.in("a", virtual::set)).isTrue();
        assertThat(network.in("a", virtual::set)).isFalse();
        assertThat(network.in("a", virtual::present)).isTrue();
        assertThat(network.in("b", virtual::present)).isFalse();
        // The ip command of Debian 12 does not print the protocol.
        assertThat(network.in("a", () -> Interfaces.read().required("eth0").addresses()))
                .filteredOn(own -> own.protocol() == VirtualAddress.MARK)
                .extracting(InterfaceAddress::address)
                .containsExactly(address(text));
        assertThat(network.ip("a", "addr show dev eth0").lines())
                .filteredOn(line -> line.contains(text + "/" + prefix))
                .singleElement()
                .satisfies(line -> assertThat(line).doesNotContain("tentative"));
        assertThat(network.in("a", virtual::remove)).isTrue();
        assertThat(network.in("a", virtual::remove)).isFalse();
        assertThat(network.ip("a", "addr show dev eth0")).doesNotContain(text + "/");
    }

    @ParameterizedTest
    @CsvSource({"10.99.0.100, 24", "fd99::100, 64"})
    void what_a_crash_left_is_found_and_removed(String text, int prefix) throws Exception {
        network.in("a", () -> new VirtualAddress("eth0", address(text), prefix, false).set());
        network.ip("a", "addr add 10.99.0.50/24 dev eth0");
        var left = network.in("a", () -> VirtualAddress.leftovers(Interfaces.read()));
        assertThat(left).hasSize(1);
        assertThat(left.getFirst().address()).isEqualTo(address(text));
        assertThat(network.in("a", left.getFirst()::remove)).isTrue();
        assertThat(network.in("a", () -> VirtualAddress.leftovers(Interfaces.read()))).isEmpty();
    }

    @Test
    void the_own_address_stays_when_it_was_set_after_the_virtual_one() throws Exception {
        var virtual = new VirtualAddress("eth0", address("10.99.0.100"), 24, false);
        network.ip("a", "addr del 10.99.0.1/24 dev eth0");
        network.in("a", virtual::set);
        network.ip("a", "addr add 10.99.0.1/24 dev eth0");
        network.ip("a", "route add default via 10.99.0.2");
        assertThat(network.in("a", virtual::remove)).isTrue();
        assertThat(network.ip("a", "addr show dev eth0"))
                .contains("10.99.0.1/24")
                .doesNotContain("10.99.0.100");
        assertThat(network.ip("a", "route show default")).contains("via 10.99.0.2");
    }

    @Test
    void an_ipv4_address_carries_a_label_for_kernels_without_address_protocol() throws Exception {
        network.in("a", () -> new VirtualAddress("eth0", address("10.99.0.100"), 24, false).set());
        assertThat(network.ip("a", "addr show dev eth0 label eth0:safe"))
                .contains("10.99.0.100/24 brd 10.99.0.255");
    }

    @Test
    void a_missing_interface_is_named() {
        assertThatThrownBy(
                        () ->
                                network.in(
                                        "a",
                                        new VirtualAddress("eth7", address("10.99.0.1"), 24, false)
                                                ::set))
                .isInstanceOf(IOException.class)
                .hasMessage("no network interface eth7 on this host");
    }

    @ParameterizedTest
    @CsvSource({
        "10.99.0.100, 24, 10.99.0.2, 192.0.2.1, 10.99.0.1",
        "fd99::100, 64, fd99::2, 2001:db8::1, fd99::1"
    })
    void one_side_changes_the_source_of_outgoing_connections_and_restores_it(
            String text, int prefix, String near, String far, String own) throws Exception {
        String family = text.contains(":") ? "-6 " : "-4 ";
        network.ip("a", family + "route add default via " + near);
        String before = network.ip("a", family + "route show");
        var virtual = new VirtualAddress("eth0", address(text), prefix, true);

        network.in("a", virtual::set);
        network.in("a", virtual::set);
        assertThat(network.ip("a", "route get " + near)).contains("src " + text);
        assertThat(network.ip("a", "route get " + far)).contains("src " + text).contains(near);

        network.in("a", virtual::remove);
        assertThat(network.ip("a", family + "route show")).isEqualTo(before);
        assertThat(network.ip("a", "route get " + far)).contains("src " + own);
    }

    @ParameterizedTest
    @CsvSource({"10.99.0.100, 24, 10.99.0.2", "fd99::100, 64, fd99::2"})
    void the_default_route_survives_when_somebody_else_removes_the_address(
            String text, int prefix, String gateway) throws Exception {
        String family = text.contains(":") ? "-6 " : "-4 ";
        network.ip("a", family + "route add default via " + gateway);
        String before = network.ip("a", family + "route show");
        var virtual = new VirtualAddress("eth0", address(text), prefix, true);
        network.in("a", virtual::set);
        network.ip("a", "addr del " + text + "/" + prefix + " dev eth0");
        assertThat(network.ip("a", family + "route show default")).contains("via " + gateway);
        assertThat(network.in("a", virtual::remove)).isFalse();
        assertThat(network.ip("a", family + "route show")).isEqualTo(before);
    }

    @Test
    void an_alias_is_not_the_source_of_outgoing_connections() throws Exception {
        for (String text : new String[] {"10.99.0.100", "fd99::100"}) {
            int prefix = text.contains(":") ? 64 : 24;
            network.in("a", () -> new VirtualAddress("eth0", address(text), prefix, false).set());
        }
        assertThat(network.ip("a", "route get 10.99.0.2")).contains("src 10.99.0.1");
        assertThat(network.ip("a", "route get fd99::2")).contains("src fd99::1");
    }
}
