package safekit.node.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import safekit.core.config.Finding;
import safekit.core.config.IpAddress;
import safekit.core.config.Parsed;
import safekit.core.config.cluster.ClusterConfig;
import safekit.core.config.cluster.ClusterReader;
import safekit.core.config.cluster.Lan;
import safekit.core.config.cluster.Node;
import safekit.core.config.module.LocalAddress;
import safekit.node.local.Answer;
import safekit.node.local.CommandFailed;

/** {@code safekit cluster ...} on this node (spec 01 section 4). Thread-safe. */
public final class ClusterCommands {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ISO_LOCAL_DATE_TIME;

    private final ClusterFiles files;
    private final Consumer<@Nullable Cluster> changed;
    private @Nullable Cluster current;

    /**
     * {@code changed} is told each cluster that is applied, and null when there is none any more.
     */
    public ClusterCommands(ClusterFiles files, Consumer<@Nullable Cluster> changed) {
        this.files = files;
        this.changed = changed;
    }

    /** Takes up what was applied before this daemon started; nothing when there was nothing. */
    public synchronized void load() throws IOException, CommandFailed {
        ClusterFiles.Applied applied = files.readApplied();
        if (applied != null) {
            ClusterConfig config = checked(files.xml().toString(), applied.xml(), new Quiet());
            apply(config, ownNode(config), applied);
        }
    }

    /** The applied cluster, or null. */
    public synchronized @Nullable Cluster current() {
        return current;
    }

    /** The applied cluster; refused when there is none. */
    public Cluster required() throws CommandFailed {
        Cluster cluster = current();
        if (cluster == null) {
            throw new CommandFailed("the cluster is not configured: run safekit cluster config");
        }
        return cluster;
    }

    /**
     * {@code cluster config [file] [lock|unlock]}: an xml or no file makes new keys, a zip brings
     * its own. Nothing changes when anything is wrong.
     *
     * @param file null for the cluster.xml in place
     * @param lock {@code lock}, {@code unlock} or empty
     */
    public synchronized void config(@Nullable Path file, String lock, Answer answer)
            throws IOException, CommandFailed {
        ClusterFiles.Applied before = files.readApplied();
        if (before != null && before.locked() && !lock.equals("unlock")) {
            throw new CommandFailed(
                    "the cluster configuration is locked: run safekit cluster config with unlock");
        }
        boolean zipped = file != null && file.toString().endsWith(".zip");
        String xml;
        byte[] key;
        if (zipped && file != null) {
            if (!Files.isRegularFile(file)) {
                throw new CommandFailed("there is no file " + file);
            }
            ClusterFiles.Packed packed = ClusterFiles.readZip(file);
            xml = packed.xml();
            key = packed.key().bytes();
        } else {
            xml = read(file);
            key = ClusterFiles.newKey();
        }
        String name = file == null ? files.xml().toString() : file.toString();
        ClusterConfig config = checked(name, xml, new Told(answer));
        String ownNode = ownNode(config);
        files.writeXml(xml);
        files.writeKey(key);
        files.writeResolved(resolved(config));
        files.writeZip(xml, key);
        long now = Instant.now().getEpochSecond();
        var applied = ClusterFiles.Applied.of(xml, key, now, lock.equals("lock"));
        files.writeApplied(applied);
        apply(config, ownNode, applied);
    }

    /** {@code cluster confcheck file}. */
    public void confcheck(Path file, Answer answer) throws IOException, CommandFailed {
        checked(file.toString(), read(file), new Told(answer));
    }

    /** {@code cluster deconfig}; the caller has made sure that no module runs (OPEN 01-9). */
    public synchronized void deconfig() throws IOException {
        files.removeAll();
        current = null;
        changed.accept(null);
    }

    /**
     * {@code cluster genkey} and {@code delkey}: the key in effect stays until the cluster is
     * applied again (spec 01 section 3), here from the zip that this writes.
     */
    public synchronized void key(boolean generate, Answer answer)
            throws IOException, CommandFailed {
        String xml = read(null);
        byte[] key = generate ? ClusterFiles.newKey() : null;
        files.writeKey(key);
        files.writeZip(xml, key);
        answer.line(
                "%s when it is applied: run safekit cluster config %s here, then with a copy of"
                                .formatted(
                                        generate ? "The key is used" : "No key is used",
                                        files.zip())
                        + " that file on the other nodes");
    }

    /** The line of this node in {@code cluster confinfo}; null when nothing is applied. */
    public synchronized @Nullable Confinfo confinfo() throws IOException {
        ClusterFiles.Applied applied = files.readApplied();
        Cluster cluster = current;
        return applied == null || cluster == null
                ? null
                : new Confinfo(
                        cluster.ownNode(), applied.signature(), applied.date(), applied.locked());
    }

    /** What a node has applied; {@code date} in epoch seconds. */
    public record Confinfo(String node, String signature, long date, boolean locked) {}

    /** The table of spec 01 section 4. */
    public static List<String> table(List<Confinfo> lines) {
        int name = lines.stream().mapToInt(line -> line.node().length()).max().orElse(0);
        String format = "%-" + Math.max(11, name) + "s %-64s %-19s %s";
        var table = new ArrayList<String>();
        table.add(format.formatted("Node", "Signature", "Date", "Lock"));
        for (Confinfo line : lines) {
            table.add(
                    format.formatted(
                            line.node(),
                            line.signature(),
                            date(line.date()),
                            line.locked() ? "1" : "0"));
        }
        return table;
    }

    /** {@code YYYY-MM-DDThh:mm:ss} in the time zone of the machine. */
    public static String date(long epochSeconds) {
        return DATE.format(
                LocalDateTime.ofInstant(
                        Instant.ofEpochSecond(epochSeconds).truncatedTo(ChronoUnit.SECONDS),
                        ZoneId.systemDefault()));
    }

    private void apply(ClusterConfig config, String ownNode, ClusterFiles.Applied applied) {
        current = new Cluster(config, ownNode, applied.signature(), applied.key());
        changed.accept(current);
    }

    private String read(@Nullable Path file) throws IOException, CommandFailed {
        Path from = file == null ? files.xml() : file;
        if (!Files.isRegularFile(from)) {
            throw new CommandFailed(
                    "there is no file %s%s"
                            .formatted(
                                    from,
                                    file == null
                                            ? ": write the nodes and lans of the cluster into it"
                                            : ""));
        }
        return Files.readString(from);
    }

    private static ClusterConfig checked(String name, String xml, Sink sink) throws CommandFailed {
        Parsed<ClusterConfig> parsed = ClusterReader.read(name, xml);
        parsed.findings().forEach(sink::finding);
        if (!parsed.isUsable()) {
            throw new CommandFailed(name + " is not a valid cluster configuration");
        }
        return parsed.usable();
    }

    private static String ownNode(ClusterConfig config) throws IOException, CommandFailed {
        List<LocalAddress> addresses = OwnNode.localAddresses();
        Set<String> names = OwnNode.candidates(config, addresses);
        if (names.size() != 1) {
            throw new CommandFailed(
                    names.isEmpty()
                            ? "no node of the cluster has an address of this machine: "
                                    + addresses.stream()
                                            .map(each -> each.address().toString())
                                            .collect(Collectors.joining(", "))
                            : "several nodes of the cluster have an address of this machine: "
                                    + String.join(", ", names));
        }
        return names.iterator().next();
    }

    private static String resolved(ClusterConfig config) {
        StringBuilder xml = new StringBuilder("<cluster><lans port=\"" + config.port() + "\">\n");
        for (Lan lan : config.lans()) {
            xml.append("  <lan name=\"").append(lan.name()).append("\">\n");
            for (Node node : lan.nodes()) {
                IpAddress address = OwnNode.resolve(node.address());
                String text = address == null ? node.address().host() : address.toString();
                String bracketed = text.indexOf(':') < 0 ? text : "[" + text + "]";
                xml.append(
                        "    <node name=\"%s\" addr=\"%s\"/>\n".formatted(node.name(), bracketed));
            }
            xml.append("  </lan>\n");
        }
        return xml.append("</lans></cluster>\n").toString();
    }

    private interface Sink {
        void finding(Finding finding);
    }

    private record Told(Answer answer) implements Sink {
        @Override
        public void finding(Finding finding) {
            answer.error(finding.text());
        }
    }

    private record Quiet() implements Sink {
        @Override
        public void finding(Finding finding) {}
    }
}
