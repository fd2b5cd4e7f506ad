package safekit.sim;

import safekit.core.mirror.Beat;
import safekit.core.mirror.Effect;
import safekit.core.mirror.Warden;

/** safeadmin of a host while no module process runs: the product's warden and its edge. */
final class StandIn {
    private final Host host;
    private final World world;
    private Warden.State state;

    StandIn(Host host, World world, Warden.State state) {
        this.host = host;
        this.world = world;
        this.state = state;
    }

    Warden.State state() {
        return state;
    }

    /** A beat each pulse, as long as this life of the host lasts. */
    void turn(long life) {
        if (life != host.life() || !host.powered()) {
            return;
        }
        if (host.pausedUntil() > world.agenda.now()) {
            world.agenda.at(host.pausedUntil(), () -> turn(life));
            return;
        }
        perform(Warden.turn(state, world.agenda.now()));
        world.agenda.after(world.pulseNanos, () -> turn(life));
    }

    void heard(Beat beat) {
        perform(Warden.heard(state, world.agenda.now(), beat));
    }

    private void perform(Warden.Step step) {
        state = step.next();
        host.reserve(state.reservedUntil());
        for (Effect effect : step.effects()) {
            switch (effect) {
                case Effect.Persist(var tuple) -> host.disk.tuple = tuple;
                case Effect.SendBeat(Beat beat) -> host.broadcast(beat);
                default -> throw new AssertionError("not an effect of the warden: " + effect);
            }
        }
    }
}
