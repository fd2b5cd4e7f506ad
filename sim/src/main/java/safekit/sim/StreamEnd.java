package safekit.sim;

import safekit.core.mirror.Control;
import safekit.core.mirror.Event;

/** One end of the stream: connecting, closing, what the kernels of the two hosts do about it. */
final class StreamEnd {
    private static final long MILLI = 1_000_000L;

    private final Host host;
    private final World world;
    private long connection;

    StreamEnd(Host host, World world) {
        this.host = host;
        this.world = world;
    }

    private StreamEnd other() {
        return world.peer(host).stream();
    }

    void open() {
        StreamEnd peer = other();
        close();
        long mine = host.life();
        world.agenda.after(
                host.draw().between(MILLI, 6 * MILLI),
                () -> {
                    if (host.life() != mine) {
                        return;
                    }
                    boolean cut = world.network.streamCut[0] || world.network.streamCut[1];
                    if (cut || !peer.host.hasProcess()) {
                        host.raise(now -> new Event.StreamDown(now, "not connected"));
                        return;
                    }
                    peer.close();
                    connection = world.network.connect();
                    peer.connection = connection;
                    host.raise(Event.StreamUp::new);
                });
    }

    /** This side closes: the other notices unless the network is cut. */
    void close() {
        long old = connection;
        connection = 0;
        if (old == 0 || !world.network.alive(old)) {
            return;
        }
        world.network.close(old);
        StreamEnd peer = other();
        if (!world.network.streamCut[host.index]) {
            world.agenda.after(
                    host.draw().between(MILLI, 5 * MILLI),
                    () -> {
                        if (peer.connection == old) {
                            peer.connection = 0;
                            peer.host.raise(now -> new Event.StreamDown(now, "closed by the peer"));
                        }
                    });
        }
    }

    void vanish() {
        world.network.close(connection);
        connection = 0;
    }

    void send(Control control) {
        StreamEnd peer = other();
        byte[] bytes = host.codec().control(control);
        send(
                () ->
                        peer.host.raise(
                                now ->
                                        new Event.ControlHeard(
                                                now, peer.host.codec().control(bytes))));
    }

    void send(Frame frame) {
        StreamEnd peer = other();
        send(
                () -> {
                    if (peer.host.hasProcess()) {
                        peer.frame(frame);
                    }
                });
    }

    private void send(Runnable arrival) {
        long on = connection;
        if (on == 0) {
            return;
        }
        if (world.network.alive(on)) {
            world.network.stream(host.index, on, arrival);
        } else if (!world.network.streamCut[0] && !world.network.streamCut[1]) {
            reset(on);
        }
    }

    /** The peer's kernel knows nothing of this connection, if it runs at all. */
    private void reset(long dead) {
        if (!other().host.powered()) {
            return;
        }
        world.agenda.after(
                MILLI,
                () -> {
                    if (connection == dead) {
                        connection = 0;
                        host.raise(now -> new Event.StreamDown(now, "reset by the peer"));
                    }
                });
    }

    private void frame(Frame frame) {
        host.sleeper()
                .whenAwake(
                        host.life(),
                        () -> {
                            host.raise(Event.StreamHeard::new);
                            if (host.hasProcess()) {
                                host.data.heard(frame);
                            }
                        });
    }
}
