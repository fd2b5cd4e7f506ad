package safekit.node.module;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import safekit.core.config.Finding;
import safekit.core.config.HostAddress;
import safekit.core.config.IpAddress;
import safekit.core.config.Parsed;
import safekit.core.config.cluster.ClusterConfig;
import safekit.core.config.cluster.ClusterReader;
import safekit.core.config.cluster.Lan;
import safekit.core.config.cluster.Node;
import safekit.core.config.module.GeneratedCheckers;
import safekit.core.config.module.Heart;
import safekit.core.config.module.Heartbeat;
import safekit.core.config.module.LanReference;
import safekit.core.config.module.LocalAddress;
import safekit.core.config.module.ModuleConfig;
import safekit.core.config.module.ModulePorts;
import safekit.core.config.module.ModuleReader;
import safekit.core.config.module.VirtualAddress;
import safekit.core.mirror.Settings;
import safekit.core.wire.ClusterKey;
import safekit.core.wire.Header;
import safekit.core.wire.Identity;
import safekit.linux.net.Interface;
import safekit.linux.net.InterfaceAddress;
import safekit.linux.net.Interfaces;
import safekit.node.cluster.ClusterFiles;
import safekit.node.heartbeat.Route;
import safekit.node.home.ModuleHome;

/**
 * What the active configuration says about one mirror module on this node. Immutable.
 *
 * @param home where the module lies
 * @param moduleId number of the module
 * @param config active userconfig
 * @param cluster active cluster.xml
 * @param nodeName this node
 * @param peerName the other one
 * @param settings of the automaton
 * @param identity what the header of each message must agree with
 * @param key null in a cluster without a key
 * @param routes of the heartbeats
 */
public record ModuleSetup(
        ModuleHome home,
        int moduleId,
        ModuleConfig config,
        ClusterConfig cluster,
        String nodeName,
        String peerName,
        Settings settings,
        Identity identity,
        @Nullable ClusterKey key,
        List<Route> routes) {

    /**
     * Reads both configurations.
     *
     * @param nodeName empty = the node whose address this machine has
     * @throws IOException in plain words when one of them cannot be used
     */
    public static ModuleSetup read(ModuleHome home, int moduleId, String nodeName)
            throws IOException {
        Path clusterFile = home.home().cluster().resolve("cluster.xml");
        ClusterFiles.Applied applied = new ClusterFiles(home.home().cluster()).readApplied();
        if (applied == null) {
            throw new IOException("the cluster is not configured: run safekit cluster config");
        }
        ClusterConfig cluster =
                usable(clusterFile, ClusterReader.read(clusterFile.toString(), applied.xml()));
        Path file = home.safeconf();
        ModuleConfig config =
                withCheckers(
                        file,
                        usable(
                                file,
                                ModuleReader.readActive(file.toString(), Files.readString(file))));
        Heart heart = config.heart();
        if (heart == null) {
            throw new IOException(file + ": a mirror module has a <heart>");
        }
        List<String> pair = pair(file, heart, cluster);
        String own = nodeName.isEmpty() ? ownName(heart, cluster, pair) : nodeName;
        if (!pair.contains(own)) {
            throw new IOException(
                    "%s: the module is for the nodes %s, this node is %s"
                            .formatted(file, pair, own));
        }
        int node = pair.indexOf(own);
        String peer = pair.get(1 - node);
        byte[] key = applied.key().bytes();
        var identity =
                new Identity(
                        Header.clusterOf(HexFormat.of().parseHex(applied.signature())),
                        moduleId,
                        Header.nameOf(home.name()),
                        node,
                        pair.size());
        return new ModuleSetup(
                home,
                moduleId,
                config,
                cluster,
                own,
                peer,
                MirrorSettings.of(config, heart, pair, node),
                identity,
                key == null ? null : ClusterKey.of(key),
                routes(heart, cluster, moduleId, own, peer));
    }

    /** Stands for what is replicated in tuples; 0 without any. */
    public long directories() {
        String part = config.replicatedPart();
        return part.isEmpty() ? 0 : Header.nameOf(part);
    }

    /** Where the replication stream goes: the flow network and the port of the module's number. */
    public Route flow() throws IOException {
        LanReference reference = config.replicationLan();
        Lan lan = reference == null ? null : reference.in(cluster);
        Node own = lan == null ? null : lan.node(nodeName);
        Node other = lan == null ? null : lan.node(peerName);
        if (own == null || other == null) {
            throw new IOException("the cluster has no lan for the replication");
        }
        int port = ModulePorts.replication(moduleId);
        return new Route(
                Heartbeat.FLOW,
                new InetSocketAddress(address(own.ownAddress()), port),
                new InetSocketAddress(address(other.address()), port));
    }

    /**
     * With the checkers that virtual addresses stand for (spec 03 section 7). What cannot be found
     * now, because an interface is down, has been checked when the module was configured.
     */
    private static ModuleConfig withCheckers(Path file, ModuleConfig config) throws IOException {
        var own = new ArrayList<LocalAddress>();
        for (Interface link : Interfaces.read().all()) {
            for (InterfaceAddress each : link.addresses()) {
                IpAddress address = IpAddress.parse(literal(each.address()));
                if (address != null) {
                    own.add(new LocalAddress(link.name(), address, each.prefixLength()));
                }
            }
        }
        var resolved = new TreeMap<String, IpAddress>();
        for (VirtualAddress virtual : config.virtualAddresses()) {
            IpAddress address = IpAddress.parse(literal(address(virtual.address())));
            if (address != null) {
                resolved.put(virtual.address().host(), address);
            }
        }
        ModuleConfig complete =
                GeneratedCheckers.add(file.toString(), config, own, resolved).value();
        return complete == null ? config : complete;
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }

    private static <T> T usable(Path file, Parsed<T> parsed) throws IOException {
        T value = parsed.value();
        if (value == null || !parsed.isUsable()) {
            var text = new StringBuilder(file + " cannot be used");
            parsed.findings().stream()
                    .filter(Finding::isError)
                    .forEach(finding -> text.append("; ").append(finding));
            throw new IOException(text.toString());
        }
        return value;
    }

    private static Lan lan(Heartbeat heartbeat, ClusterConfig cluster) throws IOException {
        Lan lan = heartbeat.lan().in(cluster);
        if (lan == null) {
            throw new IOException("the cluster has no lan for heartbeat " + heartbeat.ident());
        }
        return lan;
    }

    /** The two nodes of the module, in cluster order. */
    private static List<String> pair(Path file, Heart heart, ClusterConfig cluster)
            throws IOException {
        var names = new ArrayList<>(cluster.nodes());
        for (Heartbeat heartbeat : heart.heartbeats()) {
            Lan lan = lan(heartbeat, cluster);
            names.removeIf(name -> lan.node(name) == null);
        }
        if (names.size() != 2) {
            throw new IOException(
                    "%s: the heartbeats of a mirror join two nodes, found %s"
                            .formatted(file, names));
        }
        return names;
    }

    private static String ownName(Heart heart, ClusterConfig cluster, List<String> pair)
            throws IOException {
        for (Heartbeat heartbeat : heart.heartbeats()) {
            for (String name : pair) {
                if (isHere(address(node(heartbeat, cluster, name).ownAddress()))) {
                    return name;
                }
            }
        }
        throw new IOException("no address of the nodes " + pair + " is on this machine");
    }

    private static boolean isHere(InetAddress address) {
        try (var socket = new DatagramSocket(new InetSocketAddress(address, 0))) {
            return socket.isBound();
        } catch (SocketException elsewhere) {
            return false;
        }
    }

    private static Node node(Heartbeat heartbeat, ClusterConfig cluster, String name)
            throws IOException {
        Node node = lan(heartbeat, cluster).node(name);
        if (node == null) {
            throw new IOException("node %s has no lan %s".formatted(name, heartbeat.ident()));
        }
        return node;
    }

    private static InetAddress address(HostAddress address) throws IOException {
        return InetAddress.getByName(address.host());
    }

    private static List<Route> routes(
            Heart heart, ClusterConfig cluster, int moduleId, String own, String peer)
            throws IOException {
        int port = heart.port(moduleId);
        var routes = new ArrayList<Route>();
        for (Heartbeat heartbeat : heart.heartbeats()) {
            InetAddress local = address(node(heartbeat, cluster, own).ownAddress());
            InetAddress remote = address(node(heartbeat, cluster, peer).address());
            routes.add(
                    new Route(
                            heartbeat.ident(),
                            new InetSocketAddress(local, port),
                            new InetSocketAddress(remote, port)));
        }
        return List.copyOf(routes);
    }
}
