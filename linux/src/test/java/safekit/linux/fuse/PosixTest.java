package safekit.linux.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What an application sees in the mount is what it sees in a plain directory. */
class PosixTest {
    private static final int CASES = 36;

    @TestFactory
    Stream<DynamicTest> behaves_as_the_directory_below() throws IOException {
        try (var served = ServedDirectory.passthrough()) {
            Map<String, String> plain = results(served, served.plain.toString());
            Map<String, String> mounted = results(served, served.mounted.toString());
            assertThat(served.faults).isEmpty();
            assertThat(plain).hasSizeGreaterThanOrEqualTo(CASES);
            assertThat(plain).noneSatisfy((name, seen) -> assertThat(seen).contains("failed:"));
            return plain.keySet().stream()
                    .map(
                            name ->
                                    DynamicTest.dynamicTest(
                                            name,
                                            () ->
                                                    assertThat(mounted.get(name))
                                                            .isEqualTo(plain.get(name))));
        }
    }

    @Test
    void random_operations_give_equal_results_and_trees() throws IOException {
        long seed = Long.getLong("fsx.seed", System.nanoTime());
        try (var served = ServedDirectory.passthrough()) {
            String output =
                    served.python(
                            "differential.py",
                            Long.toString(seed),
                            "20000",
                            served.mounted.toString(),
                            served.plain.toString());
            assertThat(output).as("seed %s", seed).startsWith("equal");
            assertThat(served.faults).isEmpty();
        }
    }

    @Test
    void random_operations_with_writeback_give_equal_results_and_trees() throws IOException {
        long seed = Long.getLong("fsx.seed", System.nanoTime());
        try (var served = ServedDirectory.writeback()) {
            String output =
                    served.python(
                            "differential.py",
                            Long.toString(seed),
                            "5000",
                            served.mounted.toString(),
                            served.plain.toString(),
                            "writeback");
            assertThat(output).as("seed %s", seed).startsWith("equal");
        }
    }

    private static Map<String, String> results(ServedDirectory served, String directory)
            throws IOException {
        Map<String, String> results = new TreeMap<>();
        served.python("posix.py", directory)
                .lines()
                .forEach(
                        line -> {
                            int tab = line.indexOf('\t');
                            results.put(line.substring(0, tab), line.substring(tab + 1));
                        });
        return results;
    }
}
