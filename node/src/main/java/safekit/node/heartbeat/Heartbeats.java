package safekit.node.heartbeat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import safekit.core.bytes.Drops;
import safekit.core.bytes.Refusal;
import safekit.core.bytes.Refused;
import safekit.core.mirror.Beat;
import safekit.core.wire.BeatCodec;
import safekit.core.wire.ClusterKey;
import safekit.core.wire.Identity;
import safekit.core.wire.Message;
import safekit.core.wire.Seals;

/**
 * All heartbeat sockets of one module. {@link #send} belongs to one thread; another thread of its
 * own receives, watches the local addresses every second and tells the {@link Listener}.
 */
public final class Heartbeats implements AutoCloseable {
    private static final long LOOK_MILLIS = 1000;
    private static final int MOST_AT_ONCE = 64;

    private final Identity identity;
    private final long standInSpeaker;
    private final Listener listener;
    private final List<Channel> channels = new ArrayList<>();
    private final boolean[] present;
    private final Seals writing;
    private final Seals reading;
    private final Drops drops = new Drops();
    private final Selector selector;
    private final Thread thread;
    private final ByteBuffer out =
            ByteBuffer.allocate(Message.DATAGRAM_MAX + 64).order(ByteOrder.LITTLE_ENDIAN);
    private volatile boolean closed;
    private long sequence;

    private Heartbeats(
            Identity identity,
            @Nullable ClusterKey key,
            List<Route> routes,
            long standInSpeaker,
            Listener listener)
            throws IOException {
        this.identity = identity;
        this.standInSpeaker = standInSpeaker;
        this.listener = listener;
        for (int lan = 0; lan < routes.size(); lan++) {
            channels.add(new Channel(lan, routes.get(lan)));
        }
        present = new boolean[routes.size()];
        writing = key == null ? Seals.none() : Seals.with(key);
        reading = key == null ? Seals.none() : Seals.with(key);
        selector = Selector.open();
        for (Channel channel : channels) {
            present[channel.lan] = channel.tryOpen(selector);
            listener.localAddress(channel.lan, present[channel.lan]);
        }
        thread = Thread.ofPlatform().daemon().name("heartbeats").unstarted(this::run);
    }

    /**
     * Opens the sockets and starts to listen.
     *
     * @param key null in a cluster without a key
     * @param standInSpeaker the incarnation under which safeadmin sends when it stands in; a module
     *     process speaks by the incarnation of its beats. An incarnation is never used by two
     *     openings
     */
    public static Heartbeats open(
            Identity identity,
            @Nullable ClusterKey key,
            List<Route> routes,
            long standInSpeaker,
            Listener listener)
            throws IOException {
        var heartbeats = new Heartbeats(identity, key, routes, standInSpeaker, listener);
        heartbeats.thread.start();
        return heartbeats;
    }

    /** Sends a beat on all lans; returns at once. */
    public void send(Beat beat) {
        sequence++;
        long speaker = beat.standIn() ? standInSpeaker : beat.incarnation();
        for (Channel channel : channels) {
            if (channel.open()) {
                out.clear();
                BeatCodec.datagram(out, identity, channel.lan, speaker, sequence, beat, writing);
                channel.send(out.flip());
            }
        }
    }

    /** Whether one of the lans can be used now. */
    public boolean anyOpen() {
        return channels.stream().anyMatch(Channel::open);
    }

    /** Datagrams refused for whatever reason. */
    public long refused() {
        synchronized (drops) {
            return drops.total();
        }
    }

    /** Datagrams refused for this reason. */
    public long refused(Refusal.Reason reason) {
        synchronized (drops) {
            return drops.of(reason);
        }
    }

    /** The counters of refused datagrams with the newest sentence of each, for people. */
    public String refusals() {
        var text = new StringBuilder();
        synchronized (drops) {
            for (Refusal.Reason reason : Refusal.Reason.values()) {
                if (drops.of(reason) > 0) {
                    text.append(
                            "%s %d (%s)%n"
                                    .formatted(reason, drops.of(reason), drops.sentence(reason)));
                }
            }
        }
        return text.toString();
    }

    /** Stops listening and frees the ports. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long lookAt = System.nanoTime();
        try (selector) {
            while (!closed) {
                selector.select(LOOK_MILLIS);
                for (SelectionKey key : selector.selectedKeys()) {
                    receive((Channel) key.attachment());
                }
                selector.selectedKeys().clear();
                if (System.nanoTime() - lookAt >= 0) {
                    lookAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);
                    look();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("heartbeats", e);
        } finally {
            channels.forEach(Channel::close);
        }
    }

    /** Takes what waits, but not so much that a flood on one lan silences the others. */
    private void receive(Channel channel) throws IOException {
        ByteBuffer in = channel.receive();
        for (int taken = 1; in != null; taken++) {
            open(channel, in);
            in = taken < MOST_AT_ONCE ? channel.receive() : null;
        }
    }

    private void open(Channel channel, ByteBuffer in) {
        try {
            listener.heard(channel.lan, BeatCodec.open(in, identity, reading, channel.window));
        } catch (Refused refused) {
            refused(channel, refused.refusal());
        }
    }

    private void refused(Channel channel, Refusal refusal) {
        long count;
        synchronized (drops) {
            drops.count(refusal);
            count = drops.of(refusal.reason());
        }
        if (count == 1) {
            listener.refused(channel.lan, refusal);
        }
    }

    /** Closes sockets whose address is gone, opens those that can be opened again. */
    private void look() throws IOException {
        for (Channel channel : channels) {
            if (channel.open() && !channel.addressPresent()) {
                channel.close();
            } else if (!channel.open()) {
                channel.tryOpen(selector);
            }
            if (channel.open() != present[channel.lan]) {
                present[channel.lan] = channel.open();
                listener.localAddress(channel.lan, channel.open());
            }
        }
    }
}
