package safekit.core.config.module;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import safekit.core.config.Fixtures;
import safekit.core.config.Position;
import safekit.core.config.module.ReplicatedDirectory.ExcludedPattern;
import safekit.core.config.xml.XmlReader;

class ModuleReaderTest {
    @Test
    void fills_in_the_defaults_of_a_mirror() {
        ModuleConfig config = example("15.1.2.1-mirror");
        Service service = config.service();
        assertThat(service.mode()).isEqualTo(Mode.MIRROR);
        assertThat(service.boot()).isEqualTo(BootSetting.ON);
        assertThat(service.bootDelay()).isZero();
        assertThat(service.failover()).isTrue();
        assertThat(service.defaultPrim()).isEqualTo(DefaultPrim.ALONE);
        assertThat(service.maxLoop()).isEqualTo(3);
        assertThat(service.loopInterval()).isEqualTo(Duration.ofHours(24));
        assertThat(service.automaticReboot()).isFalse();
        Heart heart = requireNonNull(config.heart());
        assertThat(heart.port(1)).isEqualTo(8888);
        assertThat(heart.port(3)).isEqualTo(8890);
        assertThat(heart.permanentArp()).isTrue();
        Heartbeat heartbeat = heart.heartbeats().getFirst();
        assertThat(heartbeat.ident()).isEqualTo("default");
        assertThat(heartbeat.pulse()).isEqualTo(Duration.ofMillis(700));
        assertThat(heartbeat.timeout()).isEqualTo(Duration.ofSeconds(30));
        User user = requireNonNull(config.user());
        assertThat(user.niceStopTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(user.forceStopTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(user.userLogSizeKilobytes()).isEqualTo(2048);
        assertThat(user.variables().getFirst().value()).isEqualTo("service1, service2");
    }

    @Test
    void fills_in_the_defaults_of_replication() {
        Rfs rfs = requireNonNull(example("15.1.2.1-mirror").rfs());
        assertThat(rfs.flow()).isNull();
        assertThat(rfs.async()).isEqualTo(Rfs.Acknowledgement.SECOND);
        assertThat(List.of(rfs.acl(), rfs.scripts(), rfs.writeback())).containsOnly(false);
        assertThat(rfs.connections()).isEqualTo(1);
        assertThat(rfs.mountOverSuffix()).isEqualTo("_For_SafeKit_Replication");
        assertThat(rfs.sizes().packetBytes()).isEqualTo(8_388_608);
        assertThat(rfs.sizes().reintegrationBytes()).isEqualTo(8_388_608);
        assertThat(rfs.sizes().zoneBytes()).isEqualTo(8_388_608);
        assertThat(rfs.timeouts())
                .isEqualTo(
                        new Rfs.Timeouts(
                                Duration.ofSeconds(100),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(220),
                                Duration.ofSeconds(120)));
        assertThat(rfs.reintegration())
                .isEqualTo(
                        new Rfs.Reintegration(
                                6, Duration.ofSeconds(150), 0, false, 0, 4, Duration.ZERO, ""));
    }

    @Test
    void derives_packet_sizes_from_each_other() {
        assertThat(new Rfs.PacketSizes(4096, 0, 0).reintegrationBytes()).isEqualTo(4096);
        assertThat(new Rfs.PacketSizes(1 << 30, 0, 0).reintegrationBytes()).isEqualTo(8_388_608);
        assertThat(new Rfs.PacketSizes(0, 8192, 0).zoneBytes()).isEqualTo(8192);
        assertThat(new Rfs.PacketSizes(0, 8192, 16384).zoneBytes()).isEqualTo(16384);
    }

    @Test
    void fills_in_the_defaults_of_farm_addresses_and_checkers() {
        ModuleConfig config = example("15.5-tcp-checker");
        Farm farm = requireNonNull(config.farm());
        assertThat(farm.port(2)).isEqualTo(4806);
        assertThat(farm.pulse()).isEqualTo(Duration.ofMillis(100));
        assertThat(farm.mlostCount()).isEqualTo(20);
        assertThat(farm.slostCount()).isEqualTo(10);
        VirtualIp vip = requireNonNull(config.vip());
        assertThat(vip.tcpReset()).isTrue();
        assertThat(vip.scriptControl()).isFalse();
        Interface networkInterface = vip.interfaces().getFirst();
        assertThat(networkInterface.arpReroute()).isFalse();
        assertThat(networkInterface.arpInterval()).isEqualTo(Duration.ofSeconds(60));
        assertThat(networkInterface.arpElapse()).isEqualTo(Duration.ofMinutes(20));
        assertThat(vip.addresses().getFirst().connections()).isFalse();
        Checker.Tcp tcp = (Checker.Tcp) config.checkers().getFirst();
        assertThat(tcp.resource()).isEqualTo("tcp.Apache_80");
        assertThat(tcp.to().interval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(tcp.to().timeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void names_the_resource_of_a_module_checker_after_name_and_address() {
        assertThat(example("15.9.2-light-follower").checkers().getFirst().resource())
                .isEqualTo("module.leader_127.0.0.1");
        assertThat(example("15.9.1-farm-depends-on-mirror").checkers().getFirst().resource())
                .isEqualTo("module.mirror_10.0.0.129");
    }

    @Test
    void expands_macros_before_the_environment_and_only_once() {
        User user = requireNonNull(fixture("snippets/undefined-macro-and-environment").user());
        assertThat(user.variables().stream().map(User.Variable::value))
                .containsExactly(
                        "macro wins", "%UNDEFINED%/x 100% sure %A B%", "12", "macro wins12");
    }

    @Test
    void takes_the_environment_when_no_macro_has_the_name() {
        String text =
                "<safe><service mode='light'><user><var name='X' value='%HOME%'/></user>"
                        + "</service></safe>";
        ModuleConfig config = ModuleReader.read("x", text, Map.of("HOME", "/root")).usable();
        assertThat(requireNonNull(config.user()).variables().getFirst().value()).isEqualTo("/root");
    }

    @Test
    void splits_rules_into_sections_with_their_places() {
        Failover failover = requireNonNull(fixture("snippets/failover-both-languages").failover());
        assertThat(failover.sections().stream().map(Failover.Section::language))
                .containsExactly(Failover.Language.LUA, Failover.Language.FAILOVER);
        assertThat(failover.sections().get(1).source().at()).isEqualTo(new Position(7, 41));
        assertThat(failover.extendsDefaults()).isTrue();
        assertThat(failover.period()).isEqualTo(Duration.ofSeconds(5));
        assertThat(failover.handleTime()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void reads_exclusions_and_normalises_directories() {
        ReplicatedDirectory directory =
                fixture("snippets/notreplicated-regexpath").directories().getFirst();
        assertThat(directory.mustExist()).containsExactly("mounted");
        assertThat(directory.exclusions()).hasSize(3);
        ExcludedPattern inverted = (ExcludedPattern) directory.exclusions().get(1);
        assertThat(inverted.inverted()).isTrue();
        assertThat(inverted.expression()).isEqualTo(".*\\.mdf$");
        assertThat(fixture("snippets/all-rfs-attributes").directories().getFirst().directory())
                .isEqualTo("/repdir/a/b");
    }

    @Test
    void finds_the_lan_of_legacy_servers_by_their_addresses() {
        ModuleConfig config = fixture("snippets/legacy-servers");
        Heartbeat heartbeat = requireNonNull(config.heart()).heartbeats().getFirst();
        assertThat(requireNonNull(heartbeat.lan().in(TestContext.CLUSTER)).name())
                .isEqualTo("default");
        LanReference flow = requireNonNull(requireNonNull(config.rfs()).flow());
        assertThat(requireNonNull(flow.in(TestContext.CLUSTER)).name()).isEqualTo("private");
    }

    @Test
    void reads_a_node_name_after_the_word_hostname() {
        DefaultPrim defaultPrim = fixture("snippets/blanks-in-values").service().defaultPrim();
        assertThat(defaultPrim.isNode()).isTrue();
        assertThat(defaultPrim.node(Map.of())).isEqualTo("node1");
        assertThat(new DefaultPrim("host2").node(Map.of("host2", "node2"))).isEqualTo("node2");
    }

    @Test
    void replicates_over_the_flow_else_the_heartbeat_flow_else_the_first_heartbeat() {
        assertThat(replicationLan("examples/15.1.2.1-mirror")).isEqualTo("default");
        assertThat(replicationLan("examples/15.1.2.2-dedicated-replication-network"))
                .isEqualTo("private");
        assertThat(replicationLan("snippets/all-rfs-attributes")).isEqualTo("private");
        assertThat(fixture("snippets/legacy-farm").replicationLan()).isNull();
    }

    private static String replicationLan(String name) {
        return requireNonNull(fixture(name).replicationLan()).name();
    }

    @Test
    void expands_a_macro_whose_name_is_no_identifier() {
        String text =
                "<safe><macro name='a b' value='x'/><service mode='light'>"
                        + "<user><var name='X' value='1%a b%2'/></user></service></safe>";
        ModuleConfig config = ModuleReader.read("x", text, Map.of()).usable();
        assertThat(requireNonNull(config.user()).variables().getFirst().value()).isEqualTo("1x2");
    }

    @Test
    void reads_products_of_powers() {
        VirtualIp vip = requireNonNull(fixture("snippets/chain-of-powers").vip());
        assertThat(vip.groups().getFirst().hosts().stream().map(Group.Host::power))
                .containsExactly(4096L, 64L, 1L);
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void checks_large_hostile_texts_in_a_short_time() {
        for (String part :
                List.of(
                        "<heart><heartbeat name='a' ident='b'/></heart>",
                        "<rfs><replicated dir='/a'/><replicated dir='/a/b'/></rfs>",
                        "<check><ping ident='a'><to addr='h'/></ping></check>",
                        "<unknwon/>",
                        "<user><var name='A' value='%A%%B%%C%'/></user>")) {
            hostile("<service mode='mirror'>", part, "</service>");
        }
        hostile("<service mode='mirror'><rfs>", "<replicated dir='/a%X%'/>", "</rfs></service>");
        hostile("", "<macro name='A' value='%A%%A%'/>", "<service mode='light'/>");
        hostile(
                "<service mode='farm'><vip><loadbalancing_list><group name='g'>",
                "<rule virtual_addr='10.0.0.1' proto='tcp' filter='on_addr'/>",
                "</group></loadbalancing_list></vip></service>");
    }

    private static void hostile(String before, String part, String after) {
        int room = XmlReader.LONGEST_TEXT - before.length() - after.length() - 100;
        String text = "<safe>" + before + part.repeat(room / part.length()) + after + "</safe>";
        assertThat(
                        ModuleValidation.readRunnable(
                                        "userconfig.xml", text, Map.of(), TestContext.node1())
                                .findings())
                .isNotEmpty();
    }

    private static ModuleConfig example(String name) {
        return fixture("examples/" + name);
    }

    private static ModuleConfig fixture(String name) {
        String text = Fixtures.text("module/" + name + ".xml");
        return ModuleReader.read("userconfig.xml", text, TestContext.ENVIRONMENT).usable();
    }
}
