package safekit.sim;

import safekit.core.mirror.Command;
import safekit.core.mirror.Order;
import safekit.core.mirror.Phase;

/** Draws what happens next: writes, faults, repairs, commands. */
final class Schedule {
    private static final long MILLI = 1_000_000L;

    private final World world;
    private final Draw draw;

    Schedule(World world, Draw draw) {
        this.world = world;
        this.draw = draw;
    }

    /** How long until the next event: short while something is going on, rarely very long. */
    long gap() {
        long tick = world.pulseNanos / 2;
        if (hot()) {
            return draw.between(0, 2 * tick);
        }
        return draw.oneIn(12)
                ? draw.between(world.timeoutNanos, 3 * world.timeoutNanos)
                : draw.between(0, 4 * tick);
    }

    private boolean hot() {
        for (Host host : world.hosts) {
            boolean busy =
                    switch (host.phase()) {
                        case RECEIVING, TAKING, RISING, LEAVING, HANDING, ACCEPTING, RESIGNING ->
                                true;
                        default -> host.machineFrozen();
                    };
            if (host.hasProcess() && busy) {
                return true;
            }
        }
        return false;
    }

    void event() {
        Host host = world.hosts[draw.below(2)];
        int kind = draw.below(100);
        if (kind < 34) {
            writes();
        } else if (kind < 37) {
            host.data.fsync();
        } else if (kind < 38) {
            breakdown(host);
        } else if (kind < 42) {
            host.powerOff();
        } else if (kind < 48) {
            powerOnOrStart(host);
        } else if (kind < 53) {
            host.processDies(!draw.oneIn(4));
        } else if (kind < 55) {
            host.process().crashSoon(draw.below(6), draw.flip());
        } else if (kind < 58) {
            host.hang(draw.between(world.pulseNanos, world.timeoutNanos));
        } else if (kind < 64) {
            pause(host);
        } else if (kind < 78) {
            cut(host.index);
        } else if (kind < 90) {
            repair(host);
        } else {
            command(host);
        }
    }

    void writes() {
        for (Host host : world.hosts) {
            if (host.serving() && !draw.oneIn(3)) {
                int count = 1 + draw.below(2);
                while (count-- > 0) {
                    host.data.change(draw);
                }
            }
        }
    }

    private void breakdown(Host host) {
        switch (draw.below(4)) {
            case 0 -> host.data.breaks();
            case 1 -> host.data.nextSyncFails();
            case 2 -> host.data.stall();
            default -> waitRule(host);
        }
    }

    private void waitRule(Host host) {
        boolean holds = !draw.oneIn(3);
        if (holds) {
            host.component(Command.wait);
        }
        host.waitRule(holds ? "interface_failure" : "");
    }

    private Order startOrder() {
        return switch (draw.below(12)) {
            case 0 -> Order.by("root", Command.primforce);
            case 1 -> new Order(Command.prim, true, "called by root", false, "");
            case 2, 3 -> Order.by("root", Command.second);
            case 4 -> new Order(Command.second, true, "called by root", false, "");
            default -> Order.by("root", Command.prim);
        };
    }

    private void powerOnOrStart(Host host) {
        if (host.powered()) {
            host.start(Order.by("root", Command.start), false);
            return;
        }
        host.powerOn();
        if (!draw.oneIn(3)) {
            world.agenda.after(
                    draw.between(50 * MILLI, 500 * MILLI),
                    () -> host.start(Order.by("root", Command.start), false));
        }
    }

    private void pause(Host host) {
        long timeout = world.timeoutNanos;
        host.pause(
                draw.flip()
                        ? draw.between(3 * world.pulseNanos / 2, timeout)
                        : draw.between(timeout + world.pulseNanos, 3 * timeout));
    }

    private void cut(int from) {
        Network net = world.network;
        int kind = draw.below(9);
        switch (kind) {
            case 0, 1 -> {
                net.cutHeartbeats(0, true);
                net.cutHeartbeats(1, true);
                net.streamCut[0] = true;
                net.streamCut[1] = true;
            }
            case 2 -> {
                net.cutHeartbeats(from, true);
                net.streamCut[from] = true;
            }
            case 3 -> {
                net.streamCut[0] = true;
                net.streamCut[1] = true;
            }
            case 4 -> {
                net.cutHeartbeats(0, true);
                net.cutHeartbeats(1, true);
            }
            case 5 -> net.cutHeartbeats(from, true);
            case 6 -> net.streamCut[from] = true;
            case 7 -> net.lanCut[draw.below(Network.LANS)][from] = true;
            default -> net.lossy = !net.lossy;
        }
        world.trace("CUT " + kind + " from N" + from);
    }

    private void repair(Host host) {
        Network net = world.network;
        if (!net.anyDirectionCut()) {
            host.start(Order.by("root", Command.start), false);
            return;
        }
        if (draw.oneIn(3)) {
            int side = draw.below(2);
            net.cutHeartbeats(side, false);
            net.streamCut[side] = false;
            net.flush(side);
            world.trace("HEAL from N" + side);
        } else {
            net.heal();
            net.flush(0);
            net.flush(1);
            world.trace("HEAL");
        }
    }

    private void command(Host host) {
        int kind = draw.below(24);
        if (kind >= 20) {
            host.component(draw.flip() ? Command.stopstart : Command.restart);
        } else if (kind < 7) {
            host.command(Command.stop);
        } else if (kind < 11) {
            host.command(Command.swap);
        } else if (kind < 13) {
            host.command(Command.stopstart);
        } else if (kind < 14) {
            host.command(Command.restart);
        } else if (kind < 15) {
            host.command(Command.forcestop);
        } else if (kind < 16) {
            boolean on = draw.flip();
            host.failover(on);
            if (!draw.oneIn(3)) {
                world.peer(host).failover(on);
            }
        } else if (kind < 18) {
            if (host.phase() == Phase.STOPPED && draw.flip()) {
                host.start(startOrder(), false);
            }
        } else {
            world.hosts[0].command(Command.stop);
            world.hosts[1].command(Command.stop);
        }
    }
}
