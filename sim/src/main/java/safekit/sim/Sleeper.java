package safekit.sim;

import java.util.ArrayDeque;

/** What reaches a paused or hung process waits here, in order, until it runs again. */
final class Sleeper {
    private record Asleep(long life, Runnable action) {}

    private final Host host;
    private final Agenda agenda;
    private final ArrayDeque<Asleep> waiting = new ArrayDeque<>();

    Sleeper(Host host, Agenda agenda) {
        this.host = host;
        this.agenda = agenda;
    }

    void whenAwake(long life, Runnable action) {
        if (host.life() != life) {
            return;
        }
        boolean stalled = host.stalledUntil() > agenda.now();
        if (!stalled && waiting.isEmpty()) {
            action.run();
            return;
        }
        waiting.add(new Asleep(life, action));
        if (waiting.size() == 1) {
            agenda.at(host.stalledUntil(), this::wake);
        }
    }

    private void wake() {
        if (host.stalledUntil() > agenda.now()) {
            agenda.at(host.stalledUntil(), this::wake);
            return;
        }
        while (!waiting.isEmpty()) {
            Asleep next = waiting.poll();
            if (next.life() == host.life()) {
                next.action().run();
            }
        }
    }
}
