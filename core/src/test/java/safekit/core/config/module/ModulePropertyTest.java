package safekit.core.config.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import safekit.core.config.Finding;
import safekit.core.config.Fixtures;
import safekit.core.config.Mutation;
import safekit.core.config.Parsed;
import safekit.core.config.cluster.ClusterConfig;
import safekit.core.config.cluster.ClusterReader;

/** Random and damaged documents; every failure names its seed. */
class ModulePropertyTest {
    private static final int RANDOM_DOCUMENTS = 3000;
    private static final int DAMAGED_DOCUMENTS = 10000;

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void complete_xml_reads_back_as_the_same_records() {
        int usable = 0;
        for (long seed = 0; seed < RANDOM_DOCUMENTS; seed++) {
            Parsed<ModuleConfig> parsed = read(new RandomDocument(seed).text());
            if (parsed.isUsable()) {
                usable++;
                assertStable(parsed.usable(), "seed " + seed);
            }
        }
        assertThat(usable).as("usable random documents").isGreaterThan(RANDOM_DOCUMENTS / 4);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void damaged_modules_give_findings_and_nothing_else() {
        List<Path> files = Fixtures.in("module");
        for (long seed = 0; seed < DAMAGED_DOCUMENTS; seed++) {
            String original = Fixtures.text(files.get((int) (seed % files.size())));
            Parsed<ModuleConfig> parsed = read(new Mutation(seed).of(original));
            ModuleConfig config = parsed.value();
            if (config == null) {
                assertThat(parsed.findings()).as("seed " + seed).anyMatch(Finding::isError);
            } else if (parsed.isUsable()) {
                assertStable(config, "seed " + seed);
            }
        }
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void damaged_clusters_give_findings_and_nothing_else() {
        List<Path> files = Fixtures.in("cluster");
        for (long seed = 0; seed < DAMAGED_DOCUMENTS; seed++) {
            String original = Fixtures.text(files.get((int) (seed % files.size())));
            Parsed<ClusterConfig> parsed =
                    ClusterReader.read("cluster.xml", new Mutation(seed).of(original));
            if (parsed.isUsable()) {
                ClusterConfig config = parsed.usable();
                assertThat(config.nodes()).as("seed " + seed).isNotEmpty();
                assertThat(config.commandLan().nodes()).as("seed " + seed).isNotNull();
            } else {
                assertThat(parsed.findings()).as("seed " + seed).anyMatch(Finding::isError);
            }
        }
    }

    private static void assertStable(ModuleConfig config, String seed) {
        String printed = ModuleXml.print(config);
        Parsed<ModuleConfig> again = ModuleReader.readActive("safeconf.xml", printed);
        assertThat(again.findings()).as(seed + "\n" + printed).noneMatch(Finding::isError);
        assertThat(again.value()).as(seed).isEqualTo(config);
        assertThat(StaticChanges.between(config, again.usable())).as(seed).isEmpty();
    }

    private static Parsed<ModuleConfig> read(String text) {
        ModuleContext context = TestContext.node1();
        Parsed<ModuleConfig> parsed =
                ModuleValidation.read("userconfig.xml", text, Map.of("A", "a"), context);
        ModuleConfig config = parsed.value();
        if (config != null) {
            Unbuilt.refusals("userconfig.xml", config);
            GeneratedCheckers.add("userconfig.xml", config, List.of(), Map.of());
        }
        return parsed;
    }
}
