package safekit.node.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import safekit.core.config.IpAddress;
import safekit.core.config.cluster.Lan;
import safekit.core.config.cluster.Node;
import safekit.core.message.CommandLogLine;

/**
 * Who is alive, and what each node tells of itself (spec 01 section 2): every pulse each node sends
 * its own table to all others on every lan; who is silent for {@code slost_count} pulses is gone.
 * There is no leader yet: nothing is decided here. Thread-safe.
 */
public final class Membership implements AutoCloseable {
    private static final long RETRY_NANOS = 1_000_000_000;
    private static final System.Logger LOG = System.getLogger(Membership.class.getName());

    private final long epoch = System.currentTimeMillis();
    private final Map<String, Heard> heard = new TreeMap<>();
    private final List<DatagramChannel> channels = new ArrayList<>();
    private @Nullable Cluster cluster;
    private final Map<String, Refused> refused = new TreeMap<>();
    private final Consumer<CommandLogLine> events;
    private @Nullable MemberTable own;
    private long applications;
    private long sequence;
    private long dropped;

    /** The last word of a node. */
    private record Heard(long epoch, long sequence, long at, MemberTable table) {}

    /** Why the last datagram of a node was not taken. */
    private record Refused(long at, String why) {}

    /**
     * Silent until a cluster is applied.
     *
     * @param events is told each change of the global module table; it must not wait
     */
    public Membership(Consumer<CommandLogLine> events) {
        this.events = events;
    }

    /** Speaks and listens for this cluster from now on; null ends it. */
    public synchronized void apply(@Nullable Cluster next) {
        for (DatagramChannel channel : channels) {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "a socket was not closed: {0}", e);
            }
        }
        channels.clear();
        heard.clear();
        refused.clear();
        own = null;
        cluster = next;
        applications++;
        events.accept(CommandLogLine.clusterStateUpdated());
        if (next != null) {
            next.config().lans().forEach(lan -> open(next, lan));
        }
    }

    /** What this node tells of itself from now on. */
    public synchronized void publish(MemberTable table) {
        MemberTable before = own;
        own = table;
        if (before != null) {
            tellChanges(before, table);
        }
    }

    private void tellChanges(MemberTable before, MemberTable after) {
        Set<MemberTable.Module> changed = new LinkedHashSet<>(before.modules());
        changed.addAll(after.modules());
        changed.removeIf(each -> before.modules().contains(each) && after.modules().contains(each));
        Set<String> names = new TreeSet<>();
        changed.forEach(module -> names.add(module.name()));
        String node = after.confinfo().node();
        names.forEach(name -> events.accept(CommandLogLine.moduleStateChanged(name, node)));
    }

    /** The tables of the other nodes that are alive. */
    public synchronized List<MemberTable> others() {
        forget();
        return heard.values().stream().map(Heard::table).toList();
    }

    /** The nodes that are not heard, with what is known of the reason. */
    public synchronized Map<String, String> silent() {
        forget();
        Map<String, String> why = new TreeMap<>();
        Cluster current = cluster;
        if (current != null) {
            for (String node : current.config().nodes()) {
                if (!node.equals(current.ownNode()) && !heard.containsKey(node)) {
                    Refused last = refused.get(node);
                    why.put(node, last == null ? "nothing is heard of it" : last.why());
                }
            }
        }
        return why;
    }

    /** Who has been silent for too long is gone. */
    private void forget() {
        Cluster current = cluster;
        if (current == null) {
            return;
        }
        long silence = current.config().pulse().toNanos() * current.config().slostCount();
        long now = System.nanoTime();
        refused.values().removeIf(each -> now - each.at() > silence);
        if (heard.values().removeIf(each -> now - each.at() > silence)) {
            events.accept(CommandLogLine.clusterStateUpdated());
        }
    }

    /** How many datagrams were not taken. */
    public synchronized long dropped() {
        return dropped;
    }

    private void open(Cluster next, Lan lan) {
        Node mine = lan.node(next.ownNode());
        if (mine == null) {
            return;
        }
        long application = applications;
        start("membership to " + lan.name(), () -> speak(application, next, lan, mine));
    }

    /** An address that is not there yet, because its network comes up later, is waited for. */
    private void speak(long application, Cluster next, Lan lan, Node mine) {
        boolean told = false;
        while (isCurrent(application)) {
            try {
                List<InetSocketAddress> peers = new ArrayList<>();
                Map<InetAddress, String> names = new HashMap<>();
                for (Node node : lan.nodes()) {
                    if (!node.name().equals(next.ownNode())) {
                        var peer = address(OwnNode.resolve(node.address()), next.config().port());
                        peers.add(peer);
                        names.put(peer.getAddress(), node.name());
                    }
                }
                DatagramChannel channel = bound(application, next, mine);
                if (channel != null) {
                    var codec = new MemberCodec(next);
                    start("membership from " + lan.name(), () -> receive(channel, next, names));
                    send(channel, next, codec, peers);
                }
                return;
            } catch (IOException e) {
                if (!told) {
                    LOG.log(
                            System.Logger.Level.ERROR,
                            "lan {0} is not used yet: {1}",
                            lan.name(),
                            e);
                    told = true;
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    private synchronized boolean isCurrent(long application) {
        return applications == application;
    }

    /** Null when another cluster has been applied meanwhile. */
    private synchronized @Nullable DatagramChannel bound(long application, Cluster next, Node mine)
            throws IOException {
        if (application != applications) {
            return null;
        }
        InetSocketAddress local = address(OwnNode.resolve(mine.ownAddress()), next.config().port());
        DatagramChannel channel = DatagramChannel.open();
        try {
            channels.add(channel.bind(local));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static void start(String name, Runnable work) {
        Thread.ofPlatform().name(name).daemon().start(work);
    }

    private static InetSocketAddress address(@Nullable IpAddress address, int port)
            throws IOException {
        if (address == null) {
            throw new IOException("a node's address cannot be resolved");
        }
        return new InetSocketAddress(InetAddress.getByName(address.toString()), port);
    }

    private void send(
            DatagramChannel channel,
            Cluster mine,
            MemberCodec codec,
            List<InetSocketAddress> peers) {
        while (channel.isOpen()) {
            others();
            MemberCodec.Told told = next();
            if (told != null) {
                ByteBuffer datagram = codec.encode(told);
                for (InetSocketAddress peer : peers) {
                    sendTo(channel, datagram.duplicate(), peer);
                }
            }
            LockSupport.parkNanos(mine.config().pulse().toNanos());
        }
    }

    private static void sendTo(DatagramChannel channel, ByteBuffer datagram, InetSocketAddress to) {
        try {
            channel.send(datagram, to);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "nothing sent to {0}: {1}", to, e.getMessage());
        }
    }

    private synchronized MemberCodec.@Nullable Told next() {
        MemberTable table = own;
        return table == null ? null : new MemberCodec.Told(epoch, ++sequence, table);
    }

    private void receive(DatagramChannel channel, Cluster mine, Map<InetAddress, String> names) {
        MemberCodec codec = new MemberCodec(mine);
        String from = null;
        ByteBuffer datagram = ByteBuffer.allocate(MemberCodec.LARGEST + 100);
        while (channel.isOpen()) {
            try {
                from = name(channel.receive(datagram.clear()), names);
                take(codec.decode(datagram.flip()), mine);
            } catch (MemberCodec.Dropped e) {
                drop(from, String.valueOf(e.getMessage()));
            } catch (AsynchronousCloseException e) {
                return;
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "nothing received: {0}", e.getMessage());
            }
        }
    }

    /** Takes what is newer than the last word of its node; a copy from another lan is not. */
    private synchronized void take(MemberCodec.Told told, Cluster mine) throws MemberCodec.Dropped {
        String node = told.table().confinfo().node();
        boolean known = mine.config().nodes().contains(node);
        if (!mine.equals(cluster) || !known || node.equals(mine.ownNode())) {
            throw new MemberCodec.Dropped("its node '" + node + "' is none of the others");
        }
        Heard last = heard.get(node);
        boolean newer =
                last == null
                        || told.epoch() > last.epoch()
                        || (told.epoch() == last.epoch() && told.sequence() > last.sequence());
        if (newer) {
            refused.remove(node);
            if (last == null) {
                events.accept(CommandLogLine.clusterStateUpdated());
            } else {
                tellChanges(last.table(), told.table());
            }
            heard.put(
                    node,
                    new Heard(told.epoch(), told.sequence(), System.nanoTime(), told.table()));
        }
    }

    private static @Nullable String name(
            @Nullable SocketAddress from, Map<InetAddress, String> names) {
        return from instanceof InetSocketAddress known ? names.get(known.getAddress()) : null;
    }

    private synchronized void drop(@Nullable String node, String why) {
        dropped++;
        if (node != null) {
            refused.put(node, new Refused(System.nanoTime(), why));
        }
        LOG.log(System.Logger.Level.DEBUG, "a membership datagram was dropped: {0}", why);
    }

    @Override
    public void close() {
        apply(null);
    }
}
