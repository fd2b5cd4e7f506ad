package safekit.core.config.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import safekit.core.config.Finding;
import safekit.core.config.Fixtures;
import safekit.core.config.Parsed;

/**
 * Every userconfig.xml of the documents, and the broken ones, with all findings as golden files.
 */
class ModuleGoldenTest {
    static List<Path> all() {
        return Fixtures.in("module");
    }

    static List<Path> examples() {
        return Fixtures.in("module/examples");
    }

    static List<Path> broken() {
        return Fixtures.in("module/broken");
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

    @ParameterizedTest
    @MethodSource("all")
    void names_a_place_for_every_finding(Path file) {
        assertThat(read(file).findings())
                .allSatisfy(finding -> assertThat(finding.at().line()).isPositive())
                .allSatisfy(finding -> assertThat(finding.at().column()).isPositive());
    }

    private static Parsed<ModuleConfig> read(Path file) {
        return ModuleValidation.read(
                "userconfig.xml",
                Fixtures.text(file),
                TestContext.ENVIRONMENT,
                TestContext.node1());
    }
}
