package safekit.core.config.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import safekit.core.config.Finding;
import safekit.core.config.Fixtures;
import safekit.core.config.Parsed;

class UnbuiltTest {
    @Test
    void names_every_part_that_is_not_built() {
        StringBuilder all = new StringBuilder();
        for (Path file : Fixtures.in("module")) {
            ModuleConfig config =
                    ModuleReader.read("x", Fixtures.text(file), TestContext.ENVIRONMENT).value();
            if (config != null) {
                for (Finding refusal : Unbuilt.refusals(file.getFileName().toString(), config)) {
                    all.append(refusal.text().lines().findFirst().orElse("")).append('\n');
                }
            }
        }
        Fixtures.golden("module/unbuilt.findings", all.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "module/examples/15.1.2.1-mirror.xml",
                "module/examples/15.1.2.2-dedicated-replication-network.xml"
            })
    void accepts_what_is_built(String file) {
        assertThat(readRunnable(Fixtures.text(file)).isUsable()).isTrue();
    }

    @Test
    void accepts_an_empty_failover_and_an_empty_errd() {
        String text =
                """
                <safe><service mode="mirror"><heart><heartbeat name="default"/></heart>
                <user/><errd/><failover/><rfs syncdelta="1m"><replicated dir="/a"/></rfs>
                </service></safe>
                """;
        assertThat(readRunnable(text).findings()).isEmpty();
    }

    @Test
    void refuses_with_the_place_of_the_element() {
        String text = Fixtures.text("module/examples/15.6-ping-checker.xml");
        List<Finding> findings = readRunnable(text).findings();
        assertThat(findings).hasSize(1);
        assertThat(findings.getFirst().text())
                .startsWith(
                        "userconfig.xml:10:8: error: <ping> is not available in this version\n");
    }

    private static Parsed<ModuleConfig> readRunnable(String text) {
        return ModuleValidation.readRunnable("userconfig.xml", text, Map.of(), TestContext.node1());
    }
}
