package safekit.lab.product;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import safekit.lab.host.Await;
import safekit.lab.host.Lab;
import safekit.lab.host.LabHost;
import safekit.lab.notes.Http;
import safekit.lab.notes.NotesClient;
import safekit.lab.notes.NotesOracle;
import safekit.lab.observe.Tree;
import safekit.lab.observe.Watch;

/** Two nodes with the notes module, a client, and the ways back to a known state. */
public final class Pair implements AutoCloseable {
    /** No host of a lab has this number, so this address of the first lan is free. */
    private static final int VIRTUAL = 200;

    private static final Duration CONVERGED = Duration.ofSeconds(90);
    private static final Duration EQUAL = Duration.ofSeconds(10);
    private static final Set<String> PAIRED = Set.of("PRIM Ready", "SECOND Ready");

    private final Lab lab;
    private final Node node1;
    private final Node node2;
    private final Await.Progress progress;
    private boolean everPaired;

    private Pair(Lab lab, Await.Progress progress) {
        this.lab = lab;
        this.progress = progress;
        this.node1 = new Node(lab.host("node1"), progress);
        this.node2 = new Node(lab.host("node2"), progress);
        lab.client();
    }

    /** Installed, booted, configured; the module has never been started. */
    public static Pair open(NotesModule module) {
        return open(module, dist(), (_, _) -> {});
    }

    /** As above with another tree, telling of each wait. */
    public static Pair open(NotesModule module, Path dist, Await.Progress progress) {
        return open(module, dist, Lab.open("default", "private"), progress);
    }

    /** As above in this lab, which has no hosts yet and becomes the pair's. */
    public static Pair open(NotesModule module, Path dist, Lab lab, Await.Progress progress) {
        var pair = new Pair(lab, progress);
        try {
            pair.nodes().forEach(node -> node.install(dist));
            pair.nodes().forEach(Node::boot);
            pair.configureCluster();
            pair.nodes().forEach(pair::installModule);
            pair.configure(module);
            return pair;
        } catch (RuntimeException | Error failure) {
            pair.close();
            throw failure;
        }
    }

    /** The dist tree: property `safekit.dist`, else target/safekit of the repository. */
    public static Path dist() {
        String root = System.getProperty("repository.root", ".");
        Path dist = Path.of(System.getProperty("safekit.dist", root + "/target/safekit"));
        if (!Files.isExecutable(dist.resolve("safekit"))) {
            throw new IllegalStateException(
                    "no dist tree at " + dist.toAbsolutePath() + ": run `make dist` first");
        }
        return dist.toAbsolutePath();
    }

    public Lab lab() {
        return lab;
    }

    public Node node1() {
        return node1;
    }

    public Node node2() {
        return node2;
    }

    public List<Node> nodes() {
        return List.of(node1, node2);
    }

    public String virtualAddress() {
        return lab.lans().getFirst().address(VIRTUAL);
    }

    /** Where clients find the service. */
    public InetSocketAddress service() {
        try {
            return new InetSocketAddress(InetAddress.getByName(virtualAddress()), NotesModule.PORT);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    // --- given ---

    /** Applies this configuration on both nodes; the module must be stopped. */
    public void configure(NotesModule module) {
        for (Node node : nodes()) {
            Path file = node.safe().resolve("modules/" + NotesModule.NAME + "/conf/userconfig.xml");
            write(node.host(), file, module.userconfig(virtualAddress(), "" + node.replicated()));
            node.order("config");
        }
    }

    /** Both nodes up, nothing cut, module stopped. */
    public void bothStopped() {
        repair();
        nodes().forEach(node -> node.attempt("stop"));
        nodes().forEach(node -> node.becomes("STOP NotReady"));
        mark();
    }

    /** From whatever state: node1 PRIM Ready, node2 SECOND Ready. */
    public void paired() {
        if (!everPaired) {
            bothStopped();
            node1.prim().becomes("ALONE Ready");
        }
        whole();
        if (node2.state().equals("PRIM Ready")) {
            node1.swap();
            node1.becomes("PRIM Ready");
            node2.becomes("SECOND Ready");
        }
        everPaired = true;
        mark();
    }

    /** From whatever state: node1 ALONE Ready, node2 stopped cleanly. */
    public void firstAlone() {
        paired();
        node2.stop().becomes("STOP NotReady");
        node1.becomes("ALONE Ready");
        mark();
    }

    /** Power and daemon on both nodes, and the module started where it is stopped. */
    public void whole() {
        repair();
        nodes().stream().filter(node -> node.state().equals("STOP NotReady")).forEach(Node::start);
        converges();
    }

    /** The node that is primary now, of a pair that has converged. */
    public Node primary() {
        return node1.state().equals("PRIM Ready") ? node1 : node2;
    }

    /** The other one. */
    public Node peer(Node node) {
        return node == node1 ? node2 : node1;
    }

    /** Ends what an earlier scenario may have left: cuts, pauses, missing power. */
    private void repair() {
        lab.heal();
        nodes().stream().filter(node -> node.host().isOn()).forEach(node -> node.host().resume());
        nodes().stream().filter(node -> !node.daemonAnswers()).forEach(Node::boot);
    }

    /** What follows about logs is about lines from now on. */
    public void mark() {
        nodes().forEach(Node::mark);
    }

    // --- then ---

    /** Waits until one node is PRIM Ready and the other SECOND Ready. */
    public void converges() {
        Await.until("the pair is PRIM Ready and SECOND Ready", CONVERGED, this::isPaired, progress);
    }

    private boolean isPaired() {
        String first = node1.state();
        String second = node2.state();
        return !first.equals(second) && PAIRED.contains(first) && PAIRED.contains(second);
    }

    /** A client that writes notes through the virtual address from now on. */
    public NotesClient client() {
        return new NotesClient(lab.client().network(), service());
    }

    /** A watch that counts servers from now on. */
    public Watch watch() {
        List<LabHost> hosts = nodes().stream().map(Node::host).toList();
        return new Watch(hosts, service());
    }

    /** What the service holds now of what the client was promised; the client is stopped. */
    public NotesOracle.Verdict verify(NotesClient client) {
        client.stop();
        return NotesOracle.verify(client.acknowledged(), notes());
    }

    /** Everything that the service answers to GET /notes. */
    public String notes() {
        return lab.client()
                .network()
                .call(() -> Http.ask(service(), "/notes", Duration.ofSeconds(30)).body());
    }

    /**
     * Waits until the replicated directories are equal; nobody may write now. The exact time of the
     * last write follows the write itself within a tick of the stream.
     */
    public void becomesEqual() {
        try {
            Await.until("the trees are equal", EQUAL, () -> differences().isEmpty(), progress);
        } catch (AssertionError late) {
            throw new AssertionError(String.join("\n", differences()), late);
        }
    }

    /** How the replicated directories differ now. */
    public List<String> differences() {
        return Tree.of(node1.host(), node1.replicated().toString())
                .differences(Tree.of(node2.host(), node2.replicated().toString()));
    }

    /** States and logs of both nodes. */
    public String describe() {
        return node1.describe() + node2.describe();
    }

    @Override
    public void close() {
        lab.close();
    }

    // --- configuration ---

    private void configureCluster() {
        var text = new StringBuilder("<cluster><lans>\n");
        for (var lan : lab.lans()) {
            text.append(" <lan name=\"" + lan.name() + "\">\n");
            for (Node node : nodes()) {
                String address = node.host().address(lan);
                text.append("  <node name=\"%s\" addr=\"%s\"/>\n".formatted(node.name(), address));
            }
            text.append(" </lan>\n");
        }
        write(
                node1.host(),
                node1.safevar().resolve("cluster/cluster.xml"),
                text + "</lans></cluster>\n");
        node1.safekit("cluster", "config").orThrow();
        Path zip = node2.host().disk().resolve("cluster.zip");
        copy(node1.host().path(node1.safevar().resolve("cluster/cluster.zip")), node2, zip);
        node2.safekit("cluster", "config", zip.toString()).orThrow();
    }

    private void installModule(Node node) {
        node.safekit("module", "install", "-m", NotesModule.NAME, "-M", "1", "notes.safe")
                .orThrow();
    }

    /** Carries the cluster's configuration and key to the other node, as an administrator would. */
    private static void copy(Path seen, Node node, Path file) {
        try {
            Files.copy(seen, node.host().path(file), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static void write(LabHost host, Path file, String text) {
        try {
            Path seen = host.path(file);
            Files.createDirectories(seen.getParent());
            Files.writeString(seen, text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
