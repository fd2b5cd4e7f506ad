package safekit.lab.notes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import safekit.lab.host.Await;
import safekit.lab.host.Lab;
import safekit.lab.host.LabHost;
import safekit.lab.observe.Watch;

/** The client, the oracle and the watch see what really happens: also a broken promise. */
class NotesTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int PORT = 9600;
    private static final String VIP = "10.77.0.200";
    private static final InetSocketAddress SERVICE = new InetSocketAddress(VIP, PORT);
    private static Lab lab;
    private static LabHost one;
    private static LabHost two;

    @BeforeAll
    static void two_hosts() {
        lab = Lab.open("default");
        one = lab.host("node1");
        two = lab.host("node2");
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    @Test
    void an_honest_service_keeps_its_promises_through_a_power_off() throws IOException {
        assertThat(lostByPowerOff("sync")).isEmpty();
    }

    @Test
    void the_oracle_finds_the_notes_that_a_forgetful_service_lost() throws IOException {
        assertThat(lostByPowerOff("forget")).isNotEmpty();
    }

    @Test
    void an_outage_is_the_time_without_a_good_answer() {
        serve(two, "sync");
        try (var client = new NotesClient(lab.client().network(), SERVICE)) {
            client.awaitProgress(SOON);
            long start = System.nanoTime();
            two.pause();
            Await.until(
                    "a second is over",
                    SOON,
                    () -> System.nanoTime() - start > Duration.ofSeconds(1).toNanos());
            two.resume();
            client.awaitProgress(SOON);

            assertThat(client.longestOutage()).isBetween(Duration.ofSeconds(1), SOON);
        }
        reboot(two);
    }

    @Test
    void the_watch_counts_those_who_have_the_address_and_answer() {
        try (var watch = new Watch(List.of(one, two), SERVICE)) {
            serve(one, "sync");
            Await.until("one is seen", SOON, () -> watch.mostServersAtOnce() == 1);
            serve(two, "sync");
            Await.until("both are seen", SOON, () -> watch.mostServersAtOnce() == 2);
            reboot(one);
            reboot(two);
        }
        assertThat(Watch.hasAddress(one, SERVICE)).isFalse();
    }

    private static List<String> lostByPowerOff(String promise) throws IOException {
        serve(one, promise);
        try (var client = new NotesClient(lab.client().network(), SERVICE)) {
            client.awaitProgress(SOON);
            one.powerOff();
            client.stop();
            one.powerOn();
            String held = one.exec("cat", one.disk().resolve(promise).toString()).out();
            return NotesOracle.verify(client.acknowledged(), held).lost();
        } finally {
            reboot(one);
        }
    }

    private static void reboot(LabHost host) {
        host.powerOff();
        host.powerOn();
    }

    private static void serve(LabHost host, String promise) {
        host.exec("ip", "addr", "add", VIP + "/24", "dev", "eth0").orThrow();
        // Nobody announces the address here: the client has to ask who has it.
        lab.client().exec("ip", "neigh", "flush", "all").orThrow();
        host.exec("sh", "-c", "touch " + promise + "; sync").orThrow();
        host.launch(
                host.disk().resolve("server.out"),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Path.of("target/test-classes").toAbsolutePath().toString(),
                SmallNotesServer.class.getName(),
                host.disk().resolve(promise).toString(),
                Integer.toString(PORT),
                promise);
        var local = new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT);
        Await.until("the service answers", SOON, () -> host.network().call(() -> answers(local)));
    }

    private static boolean answers(InetSocketAddress at) {
        try {
            return Http.ask(at, "/notes", SOON).isGood();
        } catch (IOException notYet) {
            return false;
        }
    }
}
