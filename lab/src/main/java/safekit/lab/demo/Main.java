package safekit.lab.demo;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import safekit.lab.host.Await;
import safekit.lab.host.Lab;
import safekit.lab.notes.NotesClient;
import safekit.lab.notes.NotesOracle;
import safekit.lab.observe.Watch;
import safekit.lab.product.Node;
import safekit.lab.product.NotesModule;
import safekit.lab.product.Pair;

/**
 * The demonstration. Arguments: {@code --exit} ends it after the last chapter instead of waiting
 * for Ctrl-C; {@code --timeout=SECONDS} is the heartbeat timeout of the module (3). Exit codes: 0
 * all went well, 1 something did not. Needs root and target/safekit.
 */
public final class Main {
    private static final Duration SETTLED = Duration.ofSeconds(10);
    private static final Duration SERVICE_BACK = Duration.ofSeconds(60);
    private static final int SHOWN_DIFFERENCES = 5;
    private static final String COPIED = "Copied ";

    private final Narrator narrator;
    private final boolean stay;
    private final NotesModule module;

    private Main(List<String> arguments) {
        this.narrator = Narrator.onStandardOutput();
        this.stay = !arguments.contains("--exit");
        this.module = module(arguments);
    }

    public static void main(String[] arguments) {
        var main = new Main(List.of(arguments));
        try {
            main.play();
        } catch (AssertionError | RuntimeException failure) {
            main.narrator.fact("The demonstration failed: " + failure.getMessage());
            System.exit(1);
        }
        System.exit(0);
    }

    private void play() {
        prepare();
        try (var pair = Pair.open(module, Pair.dist(), narrator)) {
            try {
                firstStart(pair);
                try (var client = pair.client();
                        var watch = pair.watch()) {
                    write(client);
                    powerOff(pair, client);
                    comeBack(pair);
                    swap(pair, client);
                    conclude(pair, client, watch);
                }
                if (stay) {
                    stayUp(pair);
                }
            } catch (AssertionError | RuntimeException failure) {
                narrator.fact(pair.describe());
                throw failure;
            }
        }
    }

    private void prepare() {
        narrator.chapter("Two computers on two networks");
        List<String> left = Lab.removeLeftovers();
        if (!left.isEmpty()) {
            narrator.fact("Removed what an earlier, killed run left: " + String.join(", ", left));
        }
        narrator.fact(
                "node1 and node2 are network, mount, process and host name namespaces of this"
                        + " machine,\neach with its own disk. SafeKit is installed from "
                        + Pair.dist()
                        + ".");
    }

    private void firstStart(Pair pair) {
        narrator.chapter("The notes module comes up");
        narrator.fact("$ safekit prim -m notes     (node1: it has the data)");
        pair.node1().prim().becomes("ALONE Ready");
        narrator.fact("$ safekit second -m notes   (node2: it copies the data)");
        pair.node2().second().becomes("SECOND Ready");
        pair.node1().becomes("PRIM Ready");
        states(pair);
    }

    private void write(NotesClient client) {
        narrator.chapter("A client writes notes through the virtual address");
        client.awaitProgress(SERVICE_BACK, narrator);
        narrator.fact("Each note is on both disks before the client gets its answer.");
    }

    private void powerOff(Pair pair, NotesClient client) {
        narrator.chapter("node1 loses power: no warning, and what was not synced is gone");
        int before = client.count();
        long start = System.nanoTime();
        pair.mark();
        pair.node1().host().powerOff();
        narrator.fact(before + " notes were acknowledged until then.");
        client.awaitProgress(SERVICE_BACK, narrator);
        long outage = client.longestOutageSince(start).toMillis();
        pair.node2().becomes("ALONE Ready");
        states(pair);
        narrator.fact(
                "Outage seen by the client: %.1f s, of which %.1f s are the configured timeout."
                        .formatted(outage / 1000.0, module.timeout().toMillis() / 1000.0));
        narrator.fact(verdict(pair, client).toString());
    }

    private void comeBack(Pair pair) {
        narrator.chapter("node1 comes back while the client writes");
        pair.mark();
        pair.node1().boot();
        pair.node1().start().becomes("SECOND Ready");
        pair.node2().becomes("PRIM Ready");
        states(pair);
        pair.node1().log().stream().filter(line -> line.contains(COPIED)).forEach(narrator::fact);
    }

    private void swap(Pair pair, NotesClient client) {
        narrator.chapter("A planned exchange of roles: safekit swap -m notes");
        long start = System.nanoTime();
        pair.node1().swap();
        pair.node1().becomes("PRIM Ready");
        pair.node2().becomes("SECOND Ready");
        client.awaitProgress(SERVICE_BACK, narrator);
        states(pair);
        narrator.fact(
                "Interruption seen by the client: %.1f s."
                        .formatted(client.longestOutageSince(start).toMillis() / 1000.0));
    }

    private void conclude(Pair pair, NotesClient client, Watch watch) {
        narrator.chapter("What was promised, and what is there");
        client.stop();
        NotesOracle.Verdict verdict = verdict(pair, client);
        // The exact times of a file follow its last write within a moment.
        Await.until(
                "the two disks hold the same",
                SETTLED,
                () -> pair.differences().isEmpty(),
                narrator);
        List<String> differences = pair.differences();
        narrator.fact(verdict.toString());
        narrator.fact("Most servers at one instant: " + watch.mostServersAtOnce());
        narrator.fact("Names that differ between the two disks: " + differences.size());
        differences.stream().limit(SHOWN_DIFFERENCES).forEach(narrator::fact);
        if (!verdict.lost().isEmpty() || !differences.isEmpty() || watch.mostServersAtOnce() != 1) {
            throw new AssertionError("a promise was broken");
        }
    }

    private void stayUp(Pair pair) {
        narrator.chapter("Both nodes stay up until Ctrl-C");
        Node node = pair.node1();
        narrator.fact("Service inside the lab: http:/" + pair.service() + "/notes");
        narrator.fact("A shell on node1: " + node.host().shellCommand());
        narrator.fact("There: " + node.safe().resolve("safekit") + " state -m notes -v");
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void states(Pair pair) {
        for (Node node : pair.nodes()) {
            narrator.fact(node.name() + ": " + (node.host().isOn() ? node.state() : "no power"));
        }
    }

    private static NotesOracle.Verdict verdict(Pair pair, NotesClient client) {
        var promised = client.acknowledged();
        return NotesOracle.verify(promised, pair.notes());
    }

    private static NotesModule module(List<String> arguments) {
        String option = "--timeout=";
        return arguments.stream()
                .filter(argument -> argument.startsWith(option))
                .map(argument -> Long.parseLong(argument.substring(option.length())))
                .map(seconds -> NotesModule.quick().withTimeout(Duration.ofSeconds(seconds)))
                .findFirst()
                .orElse(NotesModule.quick());
    }
}
