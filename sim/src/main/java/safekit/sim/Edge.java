package safekit.sim;

import java.util.List;
import safekit.core.mirror.Beat;
import safekit.core.mirror.Control;
import safekit.core.mirror.Effect;
import safekit.core.mirror.Event;

/** Executes the effects of a machine on its simulated host, one after the other. */
final class Edge {
    private static final long MILLI = 1_000_000L;

    private final Host host;
    private final World world;

    Edge(Host host, World world) {
        this.host = host;
        this.world = world;
    }

    void execute(Effect effect) {
        switch (effect) {
            case Effect.Persist(var tuple) -> {
                world.trace("N" + host.index + " persists " + Words.of(tuple));
                Judge.persists(world, host, tuple);
                host.disk.tuple = tuple;
            }
            case Effect.SendBeat(Beat beat) -> {
                host.broadcast(beat);
                host.stream().send(new Control.Pulse(beat));
            }
            case Effect.SendControl(Control control) -> host.stream().send(control);
            case Effect.OpenStream _ -> host.stream().open();
            case Effect.CloseStream _ -> host.stream().close();
            case Effect.Acknowledge(var rule) -> host.data.acknowledge(rule);
            case Effect.Track(int log) -> host.data.track(log);
            case Effect.ForgetLogs(var kept) -> host.data.logbook().keep(kept);
            case Effect.Copy copy -> host.data.copy(copy.session(), copy.plan());
            case Effect.Receive(long session) -> host.data.receive(session);
            case Effect.Lead(long session) -> host.data.lead(session);
            case Effect.Follow(long session) -> host.data.follow(session);
            case Effect.EndSession _ -> host.data.endSession();
            case Effect.Capture(long token) -> host.data.capture(token);
            case Effect.Settle(long token) -> host.data.settle(token);
            case Effect.Drain(long token) -> host.data.drain(token);
            case Effect.Checkpoint(long token) -> host.data.checkpoint(token);
            case Effect.Retire _ -> host.data.retire();
            case Effect.Reopen _ -> host.data.reopen();
            case Effect.TestWitness(long token) -> witness(token);
            case Effect.Run run -> run(run);
            case Effect.KillScript _ -> host.application().killed();
            case Effect.DropAddressesNow _ -> host.application().dropAddresses();
            case Effect.Exit(boolean forced) -> host.exit(forced);
            case Effect.WriteAnchor(long anchor, long previous) ->
                    host.disk.anchors = List.of(anchor, previous);
            case Effect.Reply _, Effect.Log _, Effect.SetResource _ -> {}
        }
    }

    private void run(Effect.Run run) {
        host.application().begins(run.step(), host.state());
        long mine = host.life();
        world.agenda.after(
                host.application().duration(run.step(), host.draw()),
                () -> {
                    if (host.life() == mine) {
                        host.application().ends(run.step());
                        boolean success = host.application().succeeds(run.step(), host.draw());
                        host.raise(
                                now -> new Event.TaskEnded(now, run.task(), success, "simulated"));
                    }
                });
    }

    private void witness(long token) {
        long mine = host.life();
        world.agenda.after(
                host.draw().between(MILLI, 30 * MILLI),
                () -> {
                    if (host.life() == mine) {
                        boolean reached = world.witnessReached(host);
                        host.raise(now -> new Event.WitnessTested(now, token, reached));
                    }
                });
    }
}
