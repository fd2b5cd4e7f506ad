package safekit.sim;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import safekit.core.mirror.Effect;
import safekit.core.mirror.Event;
import safekit.core.mirror.Mirror;
import safekit.core.mirror.MirrorState;

/** The module process of a host: the product's machine, its mailbox, and deaths between effects. */
final class Machine {
    private final Host host;
    private final World world;
    private final Edge edge;
    private final ArrayDeque<Event> mailbox = new ArrayDeque<>();
    private @Nullable MirrorState state;
    private boolean stepping;
    private int crashIn = -1;
    private boolean crashIsPowerOff;
    private long lastStep;

    Machine(Host host, World world, Edge edge) {
        this.host = host;
        this.world = world;
        this.edge = edge;
    }

    @Nullable MirrorState state() {
        return state;
    }

    long lastStep() {
        return lastStep;
    }

    void starts(MirrorState idle) {
        state = idle;
        lastStep = world.agenda.now();
    }

    void ends() {
        state = null;
    }

    /** Dies between two effects of one of its next steps. */
    void crashSoon(int effects, boolean powerOff) {
        crashIn = effects;
        crashIsPowerOff = powerOff;
    }

    void calm() {
        crashIn = -1;
    }

    void perform(Event event) {
        mailbox.add(event);
        if (stepping) {
            return;
        }
        stepping = true;
        while (!mailbox.isEmpty()) {
            step(mailbox.poll());
        }
        stepping = false;
    }

    private void step(Event event) {
        MirrorState before = state;
        if (before == null) {
            return;
        }
        lastStep = world.agenda.now();
        Mirror.Step step = Mirror.step(before, event);
        if (!step.reason().isEmpty()) {
            world.trace("N" + host.index + " " + step.next().phase() + ": " + step.reason());
        }
        state = step.next();
        Judge.of(world, host, before, step.next());
        long mine = host.life();
        for (Effect effect : step.effects()) {
            if (crashIn == 0) {
                crashIn = -1;
                crash();
            }
            if (host.life() != mine) {
                mailbox.clear();
                return;
            }
            crashIn = crashIn > 0 ? crashIn - 1 : crashIn;
            meanwhile();
            edge.execute(effect);
        }
    }

    /** The application does not wait until all effects of a step are executed. */
    private void meanwhile() {
        if (!world.healed && host.application().mounted() && host.draw().oneIn(6)) {
            host.data.change(host.draw());
        }
    }

    private void crash() {
        if (crashIsPowerOff) {
            host.powerOff();
        } else {
            host.processDies(true);
        }
    }
}
