package safekit.node.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import safekit.core.config.IpAddress;
import safekit.core.config.cluster.Lan;
import safekit.core.config.cluster.Node;

/**
 * Who is alive, and what each node tells of itself (spec 01 section 2): every pulse each node sends
 * its own table to all others on every lan; who is silent for {@code slost_count} pulses is gone.
 * There is no leader yet: nothing is decided here. Thread-safe.
 */
public final class Membership implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Membership.class.getName());

    private final long epoch = System.currentTimeMillis();
    private final Map<String, Heard> heard = new TreeMap<>();
    private final List<DatagramChannel> channels = new ArrayList<>();
    private @Nullable Cluster cluster;
    private @Nullable MemberTable own;
    private long sequence;
    private long dropped;

    /** The last word of a node. */
    private record Heard(long epoch, long sequence, long at, MemberTable table) {}

    /** Silent until a cluster is applied. */
    public Membership() {}

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
        own = null;
        cluster = next;
        if (next != null) {
            next.config().lans().forEach(lan -> open(next, lan));
        }
    }

    /** What this node tells of itself from now on. */
    public synchronized void publish(MemberTable table) {
        own = table;
    }

    /** The tables of the other nodes that are alive. */
    public synchronized List<MemberTable> others() {
        Cluster current = cluster;
        if (current == null) {
            return List.of();
        }
        long silence = current.config().pulse().toNanos() * current.config().slostCount();
        long now = System.nanoTime();
        heard.values().removeIf(each -> now - each.at() > silence);
        return heard.values().stream().map(Heard::table).toList();
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
        try {
            List<InetSocketAddress> peers = new ArrayList<>();
            for (Node node : lan.nodes()) {
                if (!node.name().equals(next.ownNode())) {
                    peers.add(address(OwnNode.resolve(node.address()), next.config().port()));
                }
            }
            InetSocketAddress local =
                    address(OwnNode.resolve(mine.ownAddress()), next.config().port());
            DatagramChannel channel = DatagramChannel.open().bind(local);
            channels.add(channel);
            MemberCodec sending = new MemberCodec(next);
            MemberCodec receiving = new MemberCodec(next);
            start("membership to " + lan.name(), () -> send(channel, next, sending, peers));
            start("membership from " + lan.name(), () -> receive(channel, next, receiving));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "lan {0} is not used: {1}", lan.name(), e);
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

    private void receive(DatagramChannel channel, Cluster mine, MemberCodec codec) {
        ByteBuffer datagram = ByteBuffer.allocate(MemberCodec.LARGEST + 100);
        while (channel.isOpen()) {
            try {
                channel.receive(datagram.clear());
                take(codec.decode(datagram.flip()), mine);
            } catch (MemberCodec.Dropped e) {
                drop(e.getMessage());
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
            heard.put(
                    node,
                    new Heard(told.epoch(), told.sequence(), System.nanoTime(), told.table()));
        }
    }

    private synchronized void drop(@Nullable String why) {
        dropped++;
        LOG.log(System.Logger.Level.DEBUG, "a membership datagram was dropped: {0}", why);
    }

    @Override
    public void close() {
        apply(null);
    }
}
