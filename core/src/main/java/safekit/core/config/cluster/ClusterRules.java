package safekit.core.config.cluster;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import safekit.core.config.Findings;
import safekit.core.config.HostAddress;

/** The rules of spec 01 section 1 that look at more than one attribute. */
final class ClusterRules {
    private final ClusterConfig config;
    private final List<String> nodes;
    private final Findings findings;

    private ClusterRules(ClusterConfig config, Findings findings) {
        this.config = config;
        this.nodes = config.nodes().stream().filter(name -> !name.isEmpty()).toList();
        this.findings = findings;
    }

    static void check(ClusterConfig config, Findings findings) {
        ClusterRules rules = new ClusterRules(config, findings);
        rules.sizes();
        rules.lanNames();
        rules.commandLan();
        for (Lan lan : config.lans()) {
            rules.lan(lan);
        }
    }

    private void sizes() {
        if (config.lans().isEmpty()) {
            findings.error(
                    config.source().at(),
                    "<lans> has no <lan>",
                    "a cluster has at least one lan",
                    "add <lan name=\"default\">...</lan>");
        } else if (nodes.isEmpty()) {
            findings.error(
                    config.source().at(),
                    "the cluster has no node",
                    "a cluster has at least one node",
                    "add <node name=\"...\" addr=\"...\"/> to the lan");
        } else if (config.lans().stream().noneMatch(this::listsAllNodes)) {
            findings.error(
                    config.source().at(),
                    "no lan lists every node of the cluster",
                    "the nodes are " + String.join(", ", nodes),
                    "add the missing nodes to one lan");
        } else if (nodes.size() == 1) {
            findings.warning(
                    config.source().at(),
                    "the cluster has only one node",
                    "mirror and farm modules need at least two; one is enough for light modules",
                    "");
        }
    }

    private void lanNames() {
        Map<String, Lan> seen = new LinkedHashMap<>();
        for (Lan lan : config.lans()) {
            Lan earlier = lan.name().isEmpty() ? null : seen.putIfAbsent(lan.name(), lan);
            if (earlier != null) {
                findings.error(
                        lan.source().of("name"),
                        "the lan name '%s' is used twice".formatted(lan.name()),
                        "modules refer to lans by name; it was already used at "
                                + earlier.source().of("name"),
                        "rename one of them");
            }
        }
    }

    private void commandLan() {
        List<Lan> marked = config.lans().stream().filter(Lan::command).toList();
        for (Lan second : marked.subList(Math.min(1, marked.size()), marked.size())) {
            findings.error(
                    second.source().of("command"),
                    "command=\"on\" appears on a second lan",
                    "the lan '%s' has it already".formatted(marked.getFirst().name()),
                    "keep it on one lan");
        }
        for (Lan lan : marked) {
            if (!listsAllNodes(lan)) {
                findings.error(
                        lan.source().of("command"),
                        "the lan '%s' has command=\"on\" and does not list every node"
                                .formatted(lan.name()),
                        "missing: " + missing(lan),
                        "add them, or choose another lan");
            }
        }
        boolean first = marked.isEmpty() && !config.lans().isEmpty();
        if (first && !nodes.isEmpty() && !listsAllNodes(config.lans().getFirst())) {
            Lan lan = config.lans().getFirst();
            findings.warning(
                    lan.source().at(),
                    "distributed commands will not reach every node",
                    "no lan has command=\"on\", so the first one is used; it misses "
                            + missing(lan),
                    "set command=\"on\" on a lan that lists every node");
        }
    }

    private void lan(Lan lan) {
        Map<String, Node> names = new LinkedHashMap<>();
        Map<String, Node> addresses = new LinkedHashMap<>();
        for (Node node : lan.nodes()) {
            if (!node.name().isEmpty() && names.putIfAbsent(node.name(), node) != null) {
                findings.error(
                        node.source().of("name"),
                        "the node '%s' appears twice in the lan '%s'"
                                .formatted(node.name(), lan.name()),
                        "a node has one address per lan",
                        "remove one of them");
            }
            if (!node.address().equals(HostAddress.UNREADABLE)) {
                Node other = addresses.putIfAbsent(node.address().key(), node);
                sameAddress(node, other);
            }
        }
        if (lan.nodes().isEmpty()) {
            findings.warning(
                    lan.source().at(), "the lan '%s' has no node".formatted(lan.name()), "", "");
        }
    }

    private void sameAddress(Node node, @Nullable Node other) {
        if (other != null) {
            findings.error(
                    node.source().of("addr"),
                    "the address %s is given to '%s' and to '%s'"
                            .formatted(node.address().host(), other.name(), node.name()),
                    "every node of a lan has its own address",
                    "correct one of them");
        }
    }

    private boolean listsAllNodes(Lan lan) {
        return names(lan).containsAll(nodes);
    }

    private String missing(Lan lan) {
        Set<String> names = names(lan);
        return String.join(", ", nodes.stream().filter(name -> !names.contains(name)).toList());
    }

    private static Set<String> names(Lan lan) {
        Set<String> names = new LinkedHashSet<>();
        lan.nodes().forEach(node -> names.add(node.name()));
        return names;
    }
}
