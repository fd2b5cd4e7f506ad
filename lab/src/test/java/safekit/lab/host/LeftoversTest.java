package safekit.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A lab leaves nothing behind, however its JVM ends. */
class LeftoversTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    /** Opens a lab, says its name, and waits to be killed. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws InterruptedException {
            var lab = Lab.open("default");
            var host = lab.host("node1");
            host.launch(Path.of("/dev/null"), "sleep", "98765");
            System.out.println(lab.name());
            new java.util.concurrent.CountDownLatch(1).await();
        }
    }

    @Test
    void a_closed_lab_is_gone() {
        var lab = Lab.open("default");
        lab.host("node1");
        lab.client();

        lab.close();

        assertNothingLeftOf(lab.name());
    }

    @Test
    void an_orderly_end_of_the_jvm_closes_its_lab() throws Exception {
        Process victim = victim();
        String name = nameFrom(victim);

        victim.destroy();
        victim.waitFor();

        assertNothingLeftOf(name);
    }

    @Test
    void the_next_lab_removes_what_a_killed_one_left_and_spares_the_living() throws Exception {
        try (var living = Lab.open("default")) {
            living.host("node1");
            Process victim = victim();
            String name = nameFrom(victim);

            victim.destroyForcibly().waitFor();
            Await.until("its hosts died with it", SOON, () -> !sleeperRuns());
            assertThat(Lab.removeLeftovers()).contains(name).doesNotContain(living.name());

            assertNothingLeftOf(name);
            living.hosts().getFirst().exec("true").orThrow();
        }
    }

    @Test
    void a_lab_whose_owner_cannot_be_read_is_dead_and_does_not_stop_the_next() throws Exception {
        for (String owner : List.of("", "12", ProcessHandle.current().pid() + " ", "torn \0")) {
            Path torn = Files.createDirectories(Leftovers.ROOT.resolve("1-torn"));
            Files.writeString(torn.resolve("owner"), owner);
            Lab.open("default").close();
            assertThat(torn).as("owner `" + owner + "`").doesNotExist();
        }
    }

    private static Process victim() throws java.io.IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = Path.of("target/classes").toAbsolutePath().toString();
        String tests = Path.of("target/test-classes").toAbsolutePath().toString();
        return new ProcessBuilder(
                        java,
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classes + ":" + tests,
                        Victim.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String nameFrom(Process victim) throws java.io.IOException {
        var reader =
                new BufferedReader(
                        new InputStreamReader(victim.getInputStream(), StandardCharsets.UTF_8));
        return String.valueOf(reader.readLine());
    }

    private static boolean sleeperRuns() {
        return ProcessHandle.allProcesses()
                .anyMatch(process -> process.info().commandLine().orElse("").contains("98765"));
    }

    private static void assertNothingLeftOf(String lab) {
        assertThat(Shell.must("ip", "netns", "list")).doesNotContain(Leftovers.prefix(lab));
        assertThat(Shell.must("losetup", "--list")).doesNotContain("sklab/" + lab);
        assertThat(Leftovers.ROOT.resolve(lab)).doesNotExist();
        assertThat(List.of(Shell.must("cat", "/proc/mounts").split("\n", -1)))
                .noneMatch(line -> line.contains("sklab/" + lab));
        assertThat(Files.exists(Leftovers.ROOT.resolve(lab))).isFalse();
    }
}
