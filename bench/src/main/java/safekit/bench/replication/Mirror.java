package safekit.bench.replication;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import safekit.lab.host.Await;
import safekit.lab.host.LabHost;
import safekit.lab.host.Outcome;
import safekit.lab.product.Node;
import safekit.lab.product.Pair;

/**
 * A mirror module without an application on both nodes of a pair, beside others: it replicates one
 * directory, {@code <disk>/mirror-<name>}, at the same path on both.
 */
public final class Mirror {
    private static final Duration TRANSITION = Duration.ofMinutes(10);
    private static final String MAIN = "safekit.node.module.Main";

    private final Pair pair;
    private final String name;

    /** Installs and configures it; it was never started. */
    public Mirror(Pair pair, String name, int number, String async) {
        this.pair = pair;
        this.name = name;
        for (Node node : pair.nodes()) {
            order(node, "module", "install", "-m", name, "-M", "" + number, "mirror.safe");
            Path module = node.safe().resolve("modules").resolve(name);
            for (String script : List.of("config", "prestart", "start_prim", "stop_prim")) {
                write(node.host(), module.resolve("bin").resolve(script), "#!/bin/sh\nexit 0\n");
            }
            write(node.host(), module.resolve("conf/userconfig.xml"), userconfig(async));
            node.sh("mkdir -p " + directory()).orThrow();
            order(node, "config", "-m", name);
        }
    }

    /** The replicated directory on either node. */
    public Path directory() {
        return pair.node1().host().disk().resolve("mirror-" + name);
    }

    public String name() {
        return name;
    }

    /** Both nodes stopped, then: node1 ALONE Ready, node2 stopped. */
    public Mirror alone() {
        return verb(pair.node1(), "prim").becomes(pair.node1(), "ALONE Ready");
    }

    /** From node1 ALONE: node1 PRIM Ready, node2 SECOND Ready. */
    public Mirror joined() {
        verb(pair.node2(), "start").becomes(pair.node2(), "SECOND Ready");
        return becomes(pair.node1(), "PRIM Ready");
    }

    /** Runs `safekit <words> -m <name>`, which must succeed. */
    public Mirror verb(Node node, String... words) {
        var line = new ArrayList<>(List.of(words));
        line.addAll(List.of("-m", name));
        order(node, line.toArray(String[]::new));
        return this;
    }

    /** Waits for this state. */
    public Mirror becomes(Node node, String state) {
        Await.until(
                name + " on " + node.name() + " is " + state,
                TRANSITION,
                () -> state(node).equals(state));
        return this;
    }

    /** `<STATE> <Substate>`. */
    public String state(Node node) {
        return node.safekit("get", "-m", name, "-r", "state.local").out().strip();
    }

    /** The verbose log. */
    public List<String> log(Node node) {
        Outcome log = node.safekit("log", "-m", name, "-s", "100000", "-A");
        return log.out().lines().toList();
    }

    /** The pid, inside the host, of its process. */
    public long process(Node node) {
        List<Long> pids = new ArrayList<>(node.host().processes(MAIN, " " + name + " ").keySet());
        if (pids.size() != 1) {
            throw new AssertionError("processes of " + name + " on " + node.name() + ": " + pids);
        }
        return pids.getFirst();
    }

    /** What it says about itself, for the report of a failure. */
    public String describe() {
        var text = new StringBuilder();
        for (Node node : pair.nodes()) {
            text.append("--- " + name + " on " + node.name() + ": " + state(node) + "\n");
            log(node).forEach(line -> text.append(line).append('\n'));
        }
        return text.toString();
    }

    private String userconfig(String async) {
        return """
        <!DOCTYPE safe>
        <safe>
         <service mode="mirror" defaultprim="alone">
          <heart pulse="500ms" timeout="8000ms">
           <heartbeat name="default"/>
           <heartbeat name="private" ident="flow"/>
          </heart>
          <rfs async="%s"><replicated dir="%s" mode="read_only"/></rfs>
          <user/>
         </service>
        </safe>
        """
                .formatted(async, directory());
    }

    private static void order(Node node, String... words) {
        node.safekit(words).orThrow();
    }

    private static void write(LabHost host, Path file, String text) {
        try {
            Files.writeString(host.path(file), text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
