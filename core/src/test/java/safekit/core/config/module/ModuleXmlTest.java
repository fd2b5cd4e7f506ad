package safekit.core.config.module;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import safekit.core.config.Finding;
import safekit.core.config.Fixtures;
import safekit.core.config.IpAddress;
import safekit.core.config.Parsed;

class ModuleXmlTest {
    private static final List<LocalAddress> LOCAL =
            List.of(
                    new LocalAddress("eth0", address("10.0.0.107"), 24),
                    new LocalAddress("eth1", address("10.1.0.107"), 24));

    static List<Path> examples() {
        return Fixtures.in("module/examples");
    }

    static List<Path> usable() {
        return Fixtures.in("module").stream().filter(file -> read(file).isUsable()).toList();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void writes_complete_xml_with_generated_checkers(Path file) {
        Parsed<ModuleConfig> generated =
                GeneratedCheckers.add("userconfig.xml", read(file).usable(), LOCAL, Map.of());
        assertThat(generated.findings()).isEmpty();
        Fixtures.golden(file, ".safeconf", ModuleXml.print(generated.usable()));
    }

    @ParameterizedTest
    @MethodSource("usable")
    void reads_back_what_it_wrote(Path file) {
        ModuleConfig config = read(file).usable();
        String printed = ModuleXml.print(config);
        Parsed<ModuleConfig> again = ModuleReader.readActive("safeconf.xml", printed);
        assertThat(again.findings()).noneMatch(Finding::isError);
        assertThat(again.value()).isEqualTo(config);
        assertThat(ModuleXml.print(again.usable())).isEqualTo(printed);
    }

    @ParameterizedTest
    @MethodSource("usable")
    void a_configuration_does_not_differ_from_what_it_reads_back(Path file) {
        ModuleConfig config = read(file).usable();
        ModuleConfig again =
                ModuleReader.readActive("safeconf.xml", ModuleXml.print(config)).usable();
        assertThat(StaticChanges.between(config, again)).isEmpty();
    }

    @Test
    void does_not_expand_what_is_already_expanded() {
        String text =
                """
                <safe><macro name="A" value="1"/><service mode="light">
                <user><var name="X" value="%A%"/></user></service></safe>
                """;
        ModuleConfig active = ModuleReader.readActive("safeconf.xml", text).usable();
        assertThat(requireNonNull(active.user()).variables().getFirst().value()).isEqualTo("%A%");
    }

    @Test
    void keeps_rules_with_the_end_mark_of_cdata_in_their_text() {
        String text =
                """
                <safe><service mode="light"><user/><failover>a[b[0]]&gt;1</failover>
                </service></safe>
                """;
        ModuleConfig config = ModuleReader.read("userconfig.xml", text, Map.of()).usable();
        ModuleConfig again =
                ModuleReader.readActive("safeconf.xml", ModuleXml.print(config)).usable();
        assertThat(again).isEqualTo(config);
        Failover failover = requireNonNull(again.failover());
        assertThat(failover.sections().getFirst().text()).isEqualTo("a[b[0]]>1");
    }

    private static Parsed<ModuleConfig> read(Path file) {
        return ModuleReader.read("userconfig.xml", Fixtures.text(file), TestContext.ENVIRONMENT);
    }

    private static IpAddress address(String text) {
        IpAddress address = IpAddress.parse(text);
        if (address == null) {
            throw new AssertionError(text);
        }
        return address;
    }
}
