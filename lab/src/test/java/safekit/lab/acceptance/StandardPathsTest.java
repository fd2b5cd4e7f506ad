package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import safekit.lab.host.Await;
import safekit.lab.host.Lab;
import safekit.lab.host.LabHost;
import safekit.lab.host.Outcome;
import safekit.lab.product.Pair;

/**
 * The commands of the README on two hosts with the product in /opt/safekit, and therefore
 * /var/safekit. Both are mounts inside of the hosts: the machine's own /opt and /var stay as they
 * are.
 */
@Tag("lab")
class StandardPathsTest {
    private static final Duration COMMAND = Duration.ofSeconds(60);
    private static final String SAFE = "/opt/safekit/";

    /** /opt is a directory of the host's disk; /var is empty but for the disk and /var/safekit. */
    private static final List<String> MOUNTS =
            List.of(
                    "mkdir -p opt varsafekit notes /run/disk",
                    "mount --bind opt /opt",
                    "mount --bind . /run/disk",
                    "mount -t tmpfs tmpfs /var",
                    "mkdir -p $OLD /var/safekit /var/tmp",
                    "mount --bind /run/disk $OLD",
                    "mount --bind /run/disk/varsafekit /var/safekit");

    @Test
    void the_commands_of_the_readme_work_with_the_standard_paths() throws IOException {
        try (Lab lab = Lab.open("default")) {
            LabHost node1 = lab.host("node1");
            LabHost node2 = lab.host("node2");
            lab.hosts().forEach(StandardPathsTest::install);
            cluster(lab, node1, node2);
            lab.hosts().forEach(StandardPathsTest::configure);
            sh(node1, SAFE + "safekit prim -m notes");
            sh(node1, "timeout 50 " + SAFE + "safekit waitstate ALONE -m notes");
            sh(node2, SAFE + "safekit second -m notes");
            sh(node2, "timeout 50 " + SAFE + "safekit waitstate SECOND -m notes");
            Await.until(
                    "state -v tells of the pair",
                    COMMAND,
                    () -> isPaired(sh(node1, SAFE + "safekit state -m notes -v")));
            assertThat(sh(node1, "ls /var/safekit /var/safekit/modules"))
                    .contains("cluster", "log.db", "safeadmin.sock", "notes");
            assertThat(sh(node1, SAFE + "safekit -p"))
                    .startsWith("SAFE=\"/opt/safekit\"\nSAFEVAR=\"/var/safekit\"\n");
            sh(node2, SAFE + "safekit stop -m notes && " + SAFE + "safekit waitstop -m notes");
            sh(node1, SAFE + "safekit stop -m notes && " + SAFE + "safekit waitstop -m notes");
            assertThat(Path.of("/var/safekit")).as("the machine's own").doesNotExist();
        }
    }

    private static boolean isPaired(String state) {
        String date = " +[-0-9]{10} [:0-9]{8}";
        return Pattern.compile(
                                "^state\\.local +PRIM Ready"
                                        + date
                                        + "\nstate\\.remote +SECOND Ready"
                                        + date
                                        + "\n")
                        .matcher(state)
                        .find()
                && state.contains("\nrfs.uptodate                            up                ");
    }

    private static void install(LabHost host) {
        host.define("SAFEKIT_JAVA_HOME", System.getProperty("java.home"));
        sh(host, "set -e; OLD=$PWD; " + String.join("; ", MOUNTS));
        host.copyIn(Pair.dist(), Path.of("/opt/safekit"));
        host.launch(host.disk().resolve("out"), SAFE + "private/bin/safeadmin");
    }

    private static void configure(LabHost host) {
        sh(host, SAFE + "safekit module install -m notes notes.safe");
        sh(
                host,
                "sed -i -e s,/safekit-notes,$PWD/notes, -e s/10.1.0.126/10.77.0.200/ "
                        + SAFE
                        + "modules/notes/conf/userconfig.xml");
        sh(host, SAFE + "safekit config -m notes");
    }

    private static void cluster(Lab lab, LabHost node1, LabHost node2) throws IOException {
        for (LabHost host : lab.hosts()) {
            Await.until(
                    "safeadmin of " + host.name() + " answers",
                    COMMAND,
                    () -> host.exec(COMMAND, SAFE + "safekit", "level").succeeded());
        }
        var lan = lab.lans().getFirst();
        Path file = Path.of("/var/safekit/cluster/cluster.xml");
        Files.writeString(
                node1.path(file),
                """
                <cluster><lans><lan name="default">
                <node name="node1" addr="%s"/><node name="node2" addr="%s"/>
                </lan></lans></cluster>
                """
                        .formatted(node1.address(lan), node2.address(lan)));
        sh(node1, SAFE + "safekit cluster config");
        Files.copy(
                node1.path(Path.of("/var/safekit/cluster/cluster.zip")),
                node2.path(node2.disk().resolve("cluster.zip")));
        sh(node2, SAFE + "safekit cluster config cluster.zip");
    }

    /** What a shell line prints; it must succeed. */
    private static String sh(LabHost host, String line) {
        Outcome outcome = host.exec(COMMAND, "sh", "-c", line);
        return outcome.orThrow().out();
    }
}
