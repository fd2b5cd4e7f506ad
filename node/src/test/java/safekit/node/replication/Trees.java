package safekit.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import safekit.core.replication.FileId;
import safekit.core.replication.Name;
import safekit.core.replication.Operation;

/** What a tree holds, in words that can be compared: names, attributes, content, links. */
final class Trees {
    private Trees() {}

    /** Fails with what differs only. */
    static void equal(Pair pair, String when) throws IOException {
        Map<String, String> primary = of(pair.primary.visible());
        Map<String, String> secondary = of(pair.secondary.visible());
        var names = new TreeSet<String>(primary.keySet());
        names.addAll(secondary.keySet());
        var differences = new ArrayList<String>();
        for (String name : names) {
            if (!Objects.equals(primary.get(name), secondary.get(name))) {
                differences.add(name + ": " + primary.get(name) + " | " + secondary.get(name));
            }
        }
        assertThat(differences).as("%s: primary | secondary", when).isEmpty();
    }

    static Map<String, String> of(TreeAccess tree) throws IOException {
        var all = new TreeMap<String, String>();
        for (int directory = 0; directory < tree.directories(); directory++) {
            walk(tree, FileId.root(directory), "" + directory, all, new TreeMap<>());
        }
        return all;
    }

    private static void walk(
            TreeAccess tree,
            FileId directory,
            String path,
            Map<String, String> all,
            Map<FileId, String> firstNames)
            throws IOException {
        TreeAccess.Node self = tree.stat(directory);
        all.put(path + "/", words(self) + extended(tree, directory));
        for (Name name : tree.list(directory)) {
            Optional<TreeAccess.Node> found = tree.lookup(directory, name);
            if (found.isEmpty()) {
                continue;
            }
            TreeAccess.Node node = found.get();
            String here = path + "/" + name;
            String first = firstNames.putIfAbsent(node.id(), here);
            if (node.directory()) {
                walk(tree, node.id(), here, all, firstNames);
            } else if (first != null) {
                all.put(here, "same file as " + first);
            } else if (node.symlink()) {
                all.put(
                        here,
                        words(node)
                                + " -> "
                                + new String(
                                        tree.target(node.id()).toArray(), StandardCharsets.UTF_8)
                                + " "
                                + extended(tree, node.id()));
            } else {
                String extended = " " + extended(tree, node.id());
                all.put(here, words(node) + " " + hash(tree, node) + extended);
            }
        }
    }

    private static String words(TreeAccess.Node node) {
        var a = node.attributes();
        // A directory may hold further ones that are not replicated.
        int links = node.directory() ? 0 : node.links();
        return "%o %d:%d %d.%09d links %d size %d dev %d"
                .formatted(
                        a.mode(),
                        a.uid(),
                        a.gid(),
                        a.modified().seconds(),
                        a.modified().nanos(),
                        links,
                        node.size(),
                        node.device());
    }

    private static Map<String, String> extended(TreeAccess tree, FileId file) throws IOException {
        var all = new TreeMap<String, String>();
        for (Operation.ExtendedAttribute one : tree.extended(file)) {
            String name = new String(one.name().toArray(), StandardCharsets.UTF_8);
            all.put(name, HexFormat.of().formatHex(one.value().toArray()));
        }
        return all;
    }

    private static String hash(TreeAccess tree, TreeAccess.Node node) throws IOException {
        if (!node.regular()) {
            return "";
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) node.size());
        tree.read(node.id(), 0, bytes);
        var halves = new long[2];
        new Xxh3().hash(bytes.flip(), halves, 0);
        return "%016x".formatted(halves[0]);
    }
}
