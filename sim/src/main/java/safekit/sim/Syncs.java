package safekit.sim;

/** What the application may take for granted after an fsync: on the disks that count. */
final class Syncs {
    private final World world;
    private final Host host;

    /** Number of the first write behind the fsync that waits for the secondary, -1 = none. */
    private int waiting = -1;

    Syncs(Host host, World world) {
        this.host = host;
        this.world = world;
    }

    void lost() {
        waiting = -1;
    }

    /** The secondary's disk does not count. */
    void here() {
        host.disk.sync();
        safe(world.oracle.writes.size());
    }

    /** Both disks count. */
    void onBoth(long session) {
        if (waiting < 0) {
            host.disk.sync();
            waiting = world.oracle.writes.size();
            host.stream().send(new Frame.Sync(session, waiting));
        }
    }

    void done(int upTo) {
        if (upTo == waiting) {
            waiting = -1;
            safe(upTo);
        }
    }

    private void safe(int upTo) {
        for (int number = 1; number < upTo; number++) {
            Oracle.Write write = world.oracle.writes.get(number);
            int durable = host.disk.durable[write.block];
            if (write.acknowledged && world.oracle.holds(durable, number)) {
                write.safe = true;
            }
        }
    }
}
