package safekit.core.config.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import safekit.core.config.Finding;
import safekit.core.config.Fixtures;
import safekit.core.config.Parsed;

/** Every cluster.xml of the documents, and the broken ones, with all findings as golden files. */
class ClusterGoldenTest {
    static List<Path> all() {
        return Fixtures.in("cluster");
    }

    static List<Path> examples() {
        return Fixtures.in("cluster/examples");
    }

    static List<Path> broken() {
        return Fixtures.in("cluster/broken");
    }

    @ParameterizedTest
    @MethodSource("all")
    void finds_what_the_golden_file_says(Path file) {
        Fixtures.golden(file, ".findings", Fixtures.printed(read(file).findings()));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void accepts_the_documented_examples(Path file) {
        assertThat(read(file).findings()).noneMatch(Finding::isError);
    }

    @ParameterizedTest
    @MethodSource("broken")
    void says_something_about_every_broken_file(Path file) {
        assertThat(read(file).findings()).isNotEmpty();
    }

    private static Parsed<ClusterConfig> read(Path file) {
        return ClusterReader.read("cluster.xml", Fixtures.text(file));
    }
}
