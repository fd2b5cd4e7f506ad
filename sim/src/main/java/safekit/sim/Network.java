package safekit.sim;

import java.util.Arrays;

/** Two lans of datagrams and one stream between two hosts. Index of an array = the sender. */
final class Network {
    static final int LANS = 2;
    private static final long MILLI = 1_000_000L;

    private final Agenda agenda;
    private final Draw draw;

    final boolean[][] lanCut = new boolean[LANS][2];
    final boolean[] streamCut = new boolean[2];
    boolean lossy;

    /** When something from this sender last reached the other host. */
    final long[] delivered = {0, 0};

    private long connection;
    private final long[] streamLast = {0, 0};

    Network(Agenda agenda, Draw draw) {
        this.agenda = agenda;
        this.draw = draw;
    }

    boolean heartbeatsCut(int sender) {
        for (boolean[] lan : lanCut) {
            if (!lan[sender]) {
                return false;
            }
        }
        return true;
    }

    boolean anyCut() {
        return lossy || anyDirectionCut();
    }

    boolean anyDirectionCut() {
        boolean any = streamCut[0] || streamCut[1];
        for (boolean[] lan : lanCut) {
            any |= lan[0] || lan[1];
        }
        return any;
    }

    void heal() {
        for (boolean[] lan : lanCut) {
            Arrays.fill(lan, false);
        }
        Arrays.fill(streamCut, false);
    }

    void cutHeartbeats(int sender, boolean cut) {
        for (boolean[] lan : lanCut) {
            lan[sender] = cut;
        }
    }

    /** A datagram: may be lost, late, twice, out of order. */
    void datagram(int sender, int lan, Runnable arrival) {
        if (lanCut[lan][sender] || (lossy && draw.oneIn(4))) {
            return;
        }
        long delay = draw.between(MILLI / 5, 4 * MILLI);
        if (lossy) {
            delay = draw.between(MILLI, 150 * MILLI);
            if (draw.oneIn(10)) {
                agenda.after(delay + draw.between(MILLI, 400 * MILLI), arrival);
            }
        }
        agenda.after(
                delay,
                () -> {
                    if (!lanCut[lan][sender]) {
                        delivered[sender] = agenda.now();
                        arrival.run();
                    }
                });
    }

    // ---- the stream

    /** A new connection; every older one is dead. */
    long connect() {
        streamLast[0] = agenda.now();
        streamLast[1] = agenda.now();
        return ++connection;
    }

    boolean alive(long number) {
        return number == connection;
    }

    void close(long number) {
        if (alive(number)) {
            connection++;
        }
    }

    /** In order; while the direction is cut, TCP keeps the data and delivers it later. */
    void stream(int sender, long number, Runnable arrival) {
        long delay = draw.between(MILLI / 5, lossy ? 60 * MILLI : 5 * MILLI);
        streamLast[sender] = Math.max(streamLast[sender] + 1, agenda.now() + delay);
        deliver(sender, number, arrival, streamLast[sender]);
    }

    private void deliver(int sender, long number, Runnable arrival, long at) {
        agenda.at(
                at,
                () -> {
                    if (!alive(number)) {
                        return;
                    }
                    if (streamCut[sender]) {
                        stuck[sender].add(new Stuck(number, arrival));
                        return;
                    }
                    if (!stuck[sender].isEmpty()) {
                        stuck[sender].add(new Stuck(number, arrival));
                        flush(sender);
                        return;
                    }
                    delivered[sender] = agenda.now();
                    arrival.run();
                });
    }

    private record Stuck(long number, Runnable arrival) {}

    @SuppressWarnings({"unchecked", "rawtypes"})
    private final java.util.ArrayDeque<Stuck>[] stuck =
            new java.util.ArrayDeque[] {
                new java.util.ArrayDeque<Stuck>(), new java.util.ArrayDeque<Stuck>()
            };

    /** After a cut: what TCP kept arrives, in order. */
    void flush(int sender) {
        while (!streamCut[sender] && !stuck[sender].isEmpty()) {
            Stuck next = stuck[sender].poll();
            if (alive(next.number())) {
                delivered[sender] = agenda.now();
                next.arrival().run();
            }
        }
    }
}
