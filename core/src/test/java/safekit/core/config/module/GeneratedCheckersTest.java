package safekit.core.config.module;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import safekit.core.config.Finding;
import safekit.core.config.IpAddress;
import safekit.core.config.Parsed;

/** Spec 03 section 7. */
class GeneratedCheckersTest {
    private static final List<LocalAddress> LOCAL =
            List.of(
                    new LocalAddress("lo", address("127.0.0.1"), 8),
                    new LocalAddress("eth0", address("10.0.0.107"), 24),
                    new LocalAddress("eth0", address("2001:db8::107"), 64),
                    new LocalAddress("eth1", address("172.16.5.1"), 16));

    @Test
    void generates_both_checkers_of_the_documented_example() {
        Parsed<ModuleConfig> generated =
                generate("<interface>", "<virtual_addr addr='10.0.0.129' where='one_side_alias'/>");
        assertThat(generated.findings()).isEmpty();
        List<Checker> checkers = generated.usable().checkers();
        assertThat(checkers.stream().map(Checker::resource))
                .containsExactly("ip.10.0.0.129", "intf.10.0.0.0");
        Checker.Intf intf = (Checker.Intf) checkers.get(1);
        assertThat(intf.localAddress().host()).isEqualTo("10.0.0.107");
        assertThat(checkers.getFirst().when()).isEqualTo(Checker.When.PRIM);
    }

    @Test
    void generates_one_intf_checker_for_a_network_and_one_for_the_other_family() {
        assertThat(
                        resources(
                                "<interface>",
                                """
                                <virtual_addr addr='10.0.0.129' where='one_side_alias'/>
                                <virtual_addr addr='10.0.0.130' where='one_side_alias'/>
                                <virtual_addr addr='2001:db8::7' where='one_side_alias'/>
                                """))
                .containsExactly(
                        "ip.10.0.0.129",
                        "intf.10.0.0.0",
                        "ip.10.0.0.130",
                        "ip.2001:db8::7",
                        "intf.2001:db8::");
    }

    @Test
    void generates_nothing_where_check_is_off() {
        assertThat(
                        resources(
                                "<interface check='off'>",
                                "<virtual_addr addr='10.0.0.129' where='one_side' check='off'/>"))
                .isEmpty();
    }

    @Test
    void uses_the_netmask_of_the_address_and_the_interface_that_is_named() {
        String masked =
                "<virtual_addr addr='172.16.9.9' where='one_side' netmask='255.255.255.0'"
                        + " check='off'/>";
        assertThat(resources("<interface name='eth1'>", masked)).containsExactly("intf.172.16.9.0");
        assertThat(errors("<interface>", masked))
                .containsExactly("no interface of this node is in the network of 172.16.9.9");
        assertThat(errors("<interface name='eth7'>", masked))
                .containsExactly("the interface eth7 has no address of this node");
    }

    @Test
    void does_not_take_the_virtual_address_itself_for_the_interfaces_own() {
        String vip = "<virtual_addr addr='10.0.0.107' where='one_side' check='off'/>";
        assertThat(errors("<interface>", vip))
                .containsExactly("no interface of this node is in the network of 10.0.0.107");
    }

    @Test
    void needs_the_address_of_a_name() {
        String vip = "<virtual_addr addr='vip.example' where='one_side'/>";
        assertThat(errors("<interface>", vip))
                .containsExactly("the virtual address 'vip.example' cannot be resolved");
        Parsed<ModuleConfig> generated =
                GeneratedCheckers.add(
                        "u",
                        read("<interface>", vip),
                        LOCAL,
                        Map.of("vip.example", address("10.0.0.9")));
        assertThat(generated.usable().checkers().stream().map(Checker::resource))
                .containsExactly("ip.vip.example", "intf.10.0.0.0");
    }

    @Test
    void changes_nothing_the_second_time() {
        ModuleConfig once =
                generate("<interface>", "<virtual_addr addr='10.0.0.129' where='one_side'/>")
                        .usable();
        assertThat(GeneratedCheckers.add("u", once, LOCAL, Map.of()).usable()).isEqualTo(once);
    }

    private static List<String> resources(String networkInterface, String addresses) {
        return generate(networkInterface, addresses).usable().checkers().stream()
                .map(Checker::resource)
                .toList();
    }

    private static List<String> errors(String networkInterface, String addresses) {
        return generate(networkInterface, addresses).findings().stream()
                .map(Finding::what)
                .toList();
    }

    private static Parsed<ModuleConfig> generate(String networkInterface, String addresses) {
        return GeneratedCheckers.add("u", read(networkInterface, addresses), LOCAL, Map.of());
    }

    private static ModuleConfig read(String networkInterface, String addresses) {
        String text =
                """
                <safe><service mode="mirror"><heart><heartbeat name="default"/></heart><user/>
                <vip><interface_list>%s<real_interface>%s</real_interface></interface>
                </interface_list></vip></service></safe>
                """
                        .formatted(networkInterface, addresses);
        return ModuleReader.read("userconfig.xml", text, Map.of()).usable();
    }

    private static IpAddress address(String text) {
        return requireNonNull(IpAddress.parse(text), text);
    }
}
