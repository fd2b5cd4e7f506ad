package safekit.linux.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The public test suite pjdfstest, when the variable PJDFSTEST says where it was built. */
class PjdfsTest {
    @Test
    void pjdfstest_passes_in_the_mount() throws IOException {
        String built = System.getenv("PJDFSTEST");
        assumeTrue(built != null, "skipped: PJDFSTEST does not name a built pjdfstest");
        assertThat(Path.of(built, "pjdfstest")).isExecutable();
        try (var served = ServedDirectory.passthrough()) {
            Path place = Files.createDirectory(served.mounted.resolve("place"));
            String output = ServedDirectory.run(place, "prove", "-r", built + "/tests");
            assertThat(output).contains("All tests successful");
            assertThat(served.faults).isEmpty();
        }
    }
}
