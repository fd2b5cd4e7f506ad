package safekit.core.config.module;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import safekit.core.config.Finding;
import safekit.core.config.Findings;
import safekit.core.config.Position;
import safekit.core.config.Spelling;
import safekit.core.config.cluster.ClusterConfig;
import safekit.core.config.cluster.Lan;

/** The rules that need the cluster, this node or the other modules. */
final class ContextRules {
    private final ModuleConfig config;
    private final ModuleContext context;
    private final ClusterConfig cluster;
    private final List<String> nodes;
    private final Findings findings;

    private ContextRules(ModuleConfig config, ModuleContext context, Findings findings) {
        this.config = config;
        this.context = context;
        this.cluster = context.cluster();
        this.nodes = cluster.nodes();
        this.findings = findings;
    }

    static List<Finding> check(String file, ModuleConfig config, ModuleContext context) {
        Findings findings = new Findings(file);
        ContextRules rules = new ContextRules(config, context, findings);
        rules.nodes();
        rules.lans();
        rules.ports();
        rules.otherModule();
        rules.virtualAddresses();
        DirectoryRules.againstOthers(config, context, findings);
        return findings.inReadingOrder();
    }

    private void nodes() {
        DefaultPrim defaultPrim = config.service().defaultPrim();
        if (config.mode() == Mode.MIRROR && defaultPrim.isNode()) {
            List<String> words = new ArrayList<>(nodes);
            words.add(DefaultPrim.ALONE.word());
            words.add(DefaultPrim.LAST_PRIM.word());
            String node = defaultPrim.node(context.nodesByShortHostname());
            if (!nodes.contains(node)) {
                unknownNode(config.service().source().of("defaultprim"), node, words);
            }
        }
        if (config.mode() != Mode.LIGHT && nodes.size() < 2) {
            findings.error(
                    config.service().source().of("mode"),
                    "a %s module needs two nodes".formatted(config.mode().word()),
                    "the cluster has one",
                    "add a node to the cluster, or write mode=\"light\"");
        }
        if (config.vip() != null) {
            for (Group group : config.vip().groups()) {
                for (Group.Host host : group.hosts()) {
                    if (!host.name().isEmpty() && !nodes.contains(host.name())) {
                        unknownNode(host.source().of("name"), host.name(), nodes);
                    }
                }
            }
        }
    }

    private void unknownNode(Position at, String name, List<String> known) {
        findings.error(
                at,
                "the cluster has no node '%s'".formatted(name),
                "its nodes are " + String.join(", ", nodes),
                Spelling.hint(name, known));
    }

    private void lans() {
        Heart heart = config.heart();
        if (heart != null) {
            List<LanReference> references =
                    heart.heartbeats().stream().map(Heartbeat::lan).toList();
            boolean reachable = references.stream().anyMatch(this::hasThisNode);
            Set<String> used = new LinkedHashSet<>();
            for (Heartbeat heartbeat : heart.heartbeats()) {
                Lan lan = lan(heartbeat.lan(), reachable);
                if (lan != null && !used.add(lan.name())) {
                    findings.warning(
                            heartbeat.source().of("name"),
                            "two heartbeats use the lan '%s'".formatted(lan.name()),
                            "the loss of the network takes both",
                            "use another lan of the cluster");
                }
            }
        }
        if (config.farm() != null) {
            List<LanReference> references = config.farm().lans();
            boolean reachable = references.stream().anyMatch(this::hasThisNode);
            references.forEach(reference -> lan(reference, reachable));
        }
        Rfs rfs = config.rfs();
        if (rfs != null && rfs.flow() != null) {
            flow(lan(rfs.flow(), false), rfs.flow());
        }
    }

    /** The lan that is meant; when this node is not on it, another one has to reach the peers. */
    private @Nullable Lan lan(LanReference reference, boolean otherReachesPeers) {
        if (reference.name().isEmpty() && reference.servers().isEmpty()) {
            return null;
        }
        Lan lan = reference.in(cluster);
        Position at = reference.source().of("name");
        if (lan == null) {
            String missing =
                    reference.isLegacy()
                            ? "the cluster has no lan with these server addresses"
                            : "the cluster has no lan '%s'".formatted(reference.name());
            findings.error(
                    at,
                    missing,
                    "its lans are " + String.join(", ", cluster.lanNames()),
                    Spelling.hint(reference.name(), cluster.lanNames()));
        } else if (lan.node(context.ownNode()) == null) {
            notOnLan(at, lan, otherReachesPeers);
        }
        return lan;
    }

    private void notOnLan(Position at, Lan lan, boolean otherReachesPeers) {
        String what =
                "this node, %s, is not on the lan '%s'".formatted(context.ownNode(), lan.name());
        String howToCorrect = "use another lan, or add the node to it in cluster.xml";
        if (otherReachesPeers) {
            findings.warning(at, what, "it uses the other lans only", howToCorrect);
        } else {
            findings.error(at, what, "it could not reach the other nodes", howToCorrect);
        }
    }

    private boolean hasThisNode(LanReference reference) {
        Lan lan = reference.in(cluster);
        return lan != null && lan.node(context.ownNode()) != null;
    }

    private void ports() {
        Heart heart = config.heart();
        if (heart != null) {
            port(heart.port(context.moduleId()), heart.source().of("port"));
        }
        Farm farm = config.farm();
        if (farm != null) {
            port(farm.port(context.moduleId()), farm.source().of("port"));
        }
    }

    private void port(int port, Position at) {
        if (port == cluster.port()) {
            findings.error(
                    at,
                    "the module %s would use the UDP port %d of the cluster"
                            .formatted(context.moduleName(), port),
                    "cluster.xml gives this port to the membership protocol",
                    "choose another port");
        }
    }

    private void otherModule() {
        for (Checker checker : config.checkers()) {
            boolean itself =
                    checker instanceof Checker.Module module
                            && module.name().equals(context.moduleName());
            if (itself) {
                findings.warning(
                        checker.source().of("name"),
                        "the module %s depends on itself".formatted(context.moduleName()),
                        "it waits until the module of this name is ready",
                        "name the module that this one depends on");
            }
        }
    }

    private void flow(@Nullable Lan flow, LanReference reference) {
        if (flow == null || config.heart() == null) {
            return;
        }
        for (Heartbeat heartbeat : config.heart().heartbeats()) {
            Lan watched = heartbeat.isFlow() ? heartbeat.lan().in(cluster) : null;
            if (watched != null && !watched.name().equals(flow.name())) {
                findings.warning(
                        reference.source().of("name"),
                        "the flow uses the lan '%s', the heartbeat 'flow' the lan '%s'"
                                .formatted(flow.name(), watched.name()),
                        "the default rules watch that heartbeat for the replication network",
                        "use the same lan for both");
            }
        }
    }

    private void virtualAddresses() {
        Map<String, String> taken = new LinkedHashMap<>();
        for (Lan lan : cluster.lans()) {
            lan.nodes()
                    .forEach(
                            node ->
                                    taken.put(
                                            node.address().key(),
                                            "is the address of the node " + node.name()));
        }
        for (OtherModule other : context.otherModules()) {
            other.virtualAddresses()
                    .forEach(
                            address ->
                                    taken.put(
                                            address.key(),
                                            "belongs to the module " + other.name()));
        }
        for (VirtualAddress address : config.virtualAddresses()) {
            String owner = taken.get(address.address().key());
            if (owner != null) {
                findings.error(
                        address.source().of("addr"),
                        "the virtual address %s %s".formatted(address.address().host(), owner),
                        "a virtual address is used by one module and by no node",
                        "use a free address");
            }
        }
    }
}
