package safekit.linux.net;

import static org.assertj.core.api.Assertions.assertThat;
import static safekit.linux.net.TestNetwork.address;

import org.junit.jupiter.api.Test;

class InterfacesTest {
    @Test
    void interfaces_of_a_namespace_are_listed_with_their_addresses() throws Exception {
        try (var network = new TestNetwork()) {
            Interfaces interfaces = network.in("a", Interfaces::read);
            assertThat(interfaces.all()).extracting(Interface::name).containsOnly("lo", "eth0");
            Interface eth0 = interfaces.required("eth0");
            assertThat(eth0.mac()).isEqualTo(MacAddress.parse("02:99:00:00:00:01"));
            assertThat(eth0.ethernet()).isTrue();
            assertThat(interfaces.required("lo").ethernet()).isFalse();
            assertThat(eth0.addresses())
                    .contains(
                            new InterfaceAddress(address("10.99.0.1"), 24, "eth0", 0),
                            new InterfaceAddress(address("fd99::1"), 64, "", 0));
            assertThat(interfaces.owning(address("fd99::1"))).isEqualTo(eth0);
            assertThat(interfaces.owning(address("10.99.0.2"))).isNull();
            assertThat(interfaces.containing(address("10.99.0.77"))).isEqualTo(eth0);
            assertThat(interfaces.containing(address("10.98.0.77"))).isNull();
        }
    }

    @Test
    void a_pulled_cable_and_an_interface_switched_off_are_seen() throws Exception {
        try (var network = new TestNetwork()) {
            network.ip("sw", "link set port-a down");
            TestNetwork.await("cable out", () -> !linkUp(network));
            network.ip("sw", "link set port-a up");
            TestNetwork.await("cable in", () -> linkUp(network));
            network.ip("a", "link set eth0 down");
            assertThat(linkUp(network)).isFalse();
            assertThat(network.in("b", () -> Interfaces.read().required("eth0").linkUp())).isTrue();
        }
    }

    private static boolean linkUp(TestNetwork network) throws Exception {
        return network.in("a", () -> Interfaces.read().required("eth0").linkUp());
    }

    @Test
    void networks_are_compared_by_their_prefix() throws Exception {
        var own = new InterfaceAddress(address("10.99.3.1"), 22, "", 0);
        assertThat(own.sameNetwork(address("10.99.0.9"))).isTrue();
        assertThat(own.sameNetwork(address("10.99.4.9"))).isFalse();
        assertThat(own.sameNetwork(address("fd99::1"))).isFalse();
    }
}
