package safekit.lab.product;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import safekit.lab.host.Await;
import safekit.lab.host.LabHost;
import safekit.lab.host.Outcome;

/**
 * One of several installed trees of one host: own SAFE, SAFEVAR, replicated directory and network
 * namespace; processes, mounts and files of all trees are in the same namespaces. The network is
 * the same in each of them: address, virtual address and a second node that never answers.
 */
public final class SideTree {
    /** The virtual address of the module in every tree. */
    public static final String VIRTUAL = "10.88.0.200";

    private static final Duration COMMAND = Duration.ofSeconds(60);
    private static final String NETWORK =
            """
            set -e
            ip netns add "$1"
            ip -n "$1" link set lo up
            ip -n "$1" link add lan type veth peer name other
            ip -n "$1" addr add 10.88.0.1/24 dev lan
            ip -n "$1" link set lan up
            ip -n "$1" link set other up
            mkdir -p "$2/var/cluster" "$2/replicated"
            """;
    private static final String CLUSTER =
            """
            <cluster><lans><lan name="default">
              <node name="node1" addr="10.88.0.1"/><node name="node2" addr="10.88.0.2"/>
            </lan></lans></cluster>
            """;

    private final LabHost host;
    private final String name;

    /** Installs the dist tree on the host as {@code <disk>/<name>}, configured and not started. */
    public SideTree(LabHost host, String name, NotesModule module) {
        this.host = host;
        this.name = name;
        host.exec("mkdir", root().toString()).orThrow();
        host.copyIn(Pair.dist(), root().resolve("safekit"));
        host.exec(COMMAND, "sh", "-c", NETWORK, "sh", name, root().toString()).orThrow();
        boot();
        Pair.write(host, root().resolve("var/cluster/cluster.xml"), CLUSTER);
        safekit("cluster", "config").orThrow();
        safekit("module", "install", "-m", NotesModule.NAME, "-M", "1", "notes.safe").orThrow();
        String config =
                module.userconfig(VIRTUAL, "" + replicated())
                        .replace("<heartbeat name=\"private\" ident=\"flow\"/>", "");
        Path file = root().resolve("safekit/modules/" + NotesModule.NAME + "/conf/userconfig.xml");
        Pair.write(host, file, config);
        order("config");
    }

    public Path root() {
        return host.disk().resolve(name);
    }

    /** The directory that the module replicates. */
    public Path replicated() {
        return root().resolve("replicated");
    }

    /** Starts safeadmin; returns when commands are answered. */
    public void boot() {
        host.launch(
                root().resolve("safeadmin.out"),
                inside(root() + "/safekit/private/bin/safeadmin").toArray(String[]::new));
        Await.until(
                "safeadmin of " + name + " answers", COMMAND, () -> safekit("level").succeeded());
    }

    /** Runs a shell line on the host, outside of the tree's network. */
    public Outcome sh(String line) {
        return host.exec(COMMAND, "sh", "-c", line);
    }

    /** Runs `safekit` of this tree. */
    public Outcome safekit(String... words) {
        List<String> line = inside(root() + "/safekit/safekit");
        line.addAll(List.of(words));
        return host.exec(COMMAND, line.toArray(String[]::new));
    }

    /** Runs `safekit <words> -m notes`; it must succeed. */
    public SideTree order(String... words) {
        var line = new ArrayList<>(List.of(words));
        line.addAll(List.of("-m", NotesModule.NAME));
        safekit(line.toArray(String[]::new)).orThrow();
        return this;
    }

    public String state() {
        return safekit("get", "-m", NotesModule.NAME, "-r", "state.local").out().strip();
    }

    /** Waits for this state. */
    public SideTree becomes(String state) {
        Await.until(name + " is " + state, COMMAND, () -> state().equals(state));
        return this;
    }

    /** Pids inside the host: safeadmin, module process, service, as far as they run. */
    public List<Long> processes() {
        var pids = new ArrayList<Long>();
        for (String main : List.of("node.admin.Main", "node.module.Main", "node.notes.Main")) {
            pids.addAll(host.processes(main, "" + root()).keySet());
        }
        return pids;
    }

    /** The pid, inside the host, of the process with this main class. */
    public long process(String main) {
        return host.processes(main, "" + root()).keySet().stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + main + " runs in " + name));
    }

    /** The mounts of this tree as the kernel numbers them. */
    public String mounts() {
        return sh("grep ' " + replicated() + " ' /proc/self/mountinfo || true").out();
    }

    /** Whether the virtual address is set in this tree's network. */
    public boolean hasAddress() {
        return sh("ip -n " + name + " addr show").out().contains(VIRTUAL + "/");
    }

    private List<String> inside(String program) {
        return new ArrayList<>(
                List.of(
                        "nsenter",
                        "--net=/run/netns/" + name,
                        "env",
                        "SAFEVAR=" + root().resolve("var"),
                        "SAFEKIT_JAVA_HOME=" + System.getProperty("java.home"),
                        program));
    }
}
