package safekit.core.mirror;

import java.util.ArrayList;
import java.util.List;
import safekit.core.base.ModuleState;
import safekit.core.generation.Boot;
import safekit.core.generation.Meeting;
import safekit.core.generation.Standpoint;
import safekit.core.generation.Tuple;
import safekit.core.message.LogLine;
import safekit.core.message.Message;
import safekit.core.script.Action;
import safekit.core.script.ScriptCall;
import safekit.core.script.ScriptTable;

/** One step in the making: the state that the rules change, and the effects in order. */
final class Move {
    final MirrorState s;
    private final List<Effect> effects = new ArrayList<>();
    private final StringBuilder reason = new StringBuilder();

    Move(MirrorState draft) {
        s = draft;
    }

    /** Adds to the sentence that explains this step. */
    void because(String sentence) {
        if (!reason.isEmpty()) {
            reason.append("; ");
        }
        reason.append(sentence);
    }

    String reason() {
        return reason.toString();
    }

    List<Effect> effects() {
        return effects;
    }

    void add(Effect effect) {
        effects.add(effect);
    }

    /** Makes this tuple durable before the next effect; nothing to do when it is. */
    void persist(Tuple tuple) {
        if (!tuple.equals(s.tuple)) {
            s.tuple = tuple;
            add(new Effect.Persist(tuple));
        }
    }

    void log(LogLine line) {
        add(new Effect.Log(line));
    }

    void resource(String name, String value, String by) {
        add(new Effect.SetResource(name, value, by));
    }

    void acknowledge(Effect.AckRule rule) {
        add(new Effect.Acknowledge(rule));
    }

    // ---- numbers

    /** Next of the machine's own random numbers (SplitMix64); never 0. */
    long fresh() {
        s.random += 0x9E3779B97F4A7C15L;
        long z = s.random;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        z ^= z >>> 31;
        return z == 0 ? 1 : z;
    }

    long nextToken() {
        return ++s.token;
    }

    /** Own running time without a sign of the peer, on heartbeats and stream. */
    long silence() {
        return s.running - Math.max(s.heardAt, s.streamHeardAt);
    }

    /** The boot that this node writes when data is paired now. */
    Boot boot(boolean second) {
        long process = s.incarnation >>> 16;
        return new Boot(s.bootId, second && s.settings.acknowledgeOnReceipt() ? process : 0);
    }

    boolean bootHolds() {
        return !s.settings.obeys(SafetyRule.BOOT_IN_SOURCE_ORDER)
                || s.tuple.boot().holds(s.bootId, s.incarnation >>> 16);
    }

    Standpoint self() {
        return new Standpoint(
                s.tuple,
                s.serving(),
                bootHolds(),
                s.anchorHolds,
                s.settings.node(),
                s.settings.name());
    }

    /** This node and the sender of that beat compared. */
    Meeting meeting(Beat beat) {
        return s.settings.meeting(self(), beat.standpoint(s.settings.peerName()));
    }

    // ---- messages

    void send(Verb verb, long nonce, long to) {
        send(verb, nonce, to, s.session);
    }

    void send(Verb verb, long nonce, long to, long about) {
        add(new Effect.SendBeat(beat(verb, nonce, to, about)));
    }

    /** The status of now, with a verb. */
    Beat beat(Verb verb, long nonce, long to, long about) {
        s.sequence++;
        boolean doubtful = s.frozen || s.lostRight || s.claiming;
        return new Beat(
                s.settings.node(),
                s.incarnation,
                s.sequence,
                to,
                s.phase,
                s.shown,
                s.serving(),
                doubtful,
                s.grant,
                s.receiver,
                asksAsPrim(),
                s.degraded,
                s.failover,
                bootHolds(),
                s.anchorHolds,
                s.session,
                s.tuple,
                0,
                verb,
                nonce,
                about);
    }

    private boolean asksAsPrim() {
        boolean prim = s.order.command() == Command.prim || s.order.command() == Command.primforce;
        return s.phase == Phase.ASKING && prim;
    }

    /** Sends a control behind the status, so that beats from before count as late. */
    void control(Control control) {
        Beat status = beat(Verb.NONE, 0, s.peerIncarnation, s.session);
        add(new Effect.SendControl(new Control.Pulse(status)));
        add(new Effect.SendControl(control));
    }

    /** A new question: only answers to it count, and silence counts from here. */
    void askAfresh() {
        s.nonce = fresh();
        s.askedAt = s.running;
    }

    // ---- work at the edge

    /** R0a: the tuple with a new id, under which this node may acknowledge alone. */
    Tuple minted() {
        boolean mints = s.settings.obeys(SafetyRule.MINT_BEFORE_ALONE);
        return s.tuple.minted(mints ? fresh() : s.tuple.id());
    }

    /** R0d: applies and syncs what is here; the decision goes on when that is done. */
    void settleThen(MirrorState.Pending next) {
        settleThen(next, SafetyRule.SYNC_BEFORE_STANDING);
    }

    /** The same, in the name of another rule. */
    void settleThen(MirrorState.Pending next, SafetyRule rule) {
        if (!s.settings.obeys(rule)) {
            Mirror.goOn(this, next);
            return;
        }
        s.pending = next;
        s.settleToken = nextToken();
        add(new Effect.Settle(s.settleToken));
    }

    /** Tests the witness; a decision that rests on silence waits for it. */
    void testWitness() {
        s.witnessToken = nextToken();
        add(new Effect.TestWitness(s.witnessToken));
    }

    /** The witness answered: asks the peer once more and listens for a while. */
    void listenOnceMore() {
        s.confirmAt = s.running + s.settings.doubtNanos();
        send(Verb.ASK, fresh(), 0);
    }

    /** Whether that while is over. */
    boolean listened() {
        if (s.confirmAt == 0 || s.running < s.confirmAt) {
            return false;
        }
        s.confirmAt = 0;
        return true;
    }

    /** Whether a decision is on its way to the disk or to the witness. */
    boolean deciding() {
        return s.pending != MirrorState.Pending.NONE || s.witnessToken != 0 || s.confirmAt != 0;
    }

    void forgetPending() {
        s.confirmAt = 0;
        s.pending = MirrorState.Pending.NONE;
        s.settleToken = 0;
        s.witnessToken = 0;
    }

    void queue(Task task) {
        var all = new ArrayList<>(s.tasks);
        all.add(task);
        s.tasks = List.copyOf(all);
    }

    void reach(Task.Milestone milestone) {
        queue(new Task.Reach(milestone));
    }

    /** Queues the scripts of one transition. */
    void scripts(ModuleState to, Action action) {
        for (ScriptCall call : calls(to, action)) {
            queue(new Task.Script(call));
        }
        s.scripts = to;
    }

    List<ScriptCall> calls(ModuleState to, Action action) {
        return ScriptTable.calls(s.scripts, to, action, ScriptTable.Options.MIRROR);
    }

    /** Removes what is queued except scripts: a decision made it pointless. */
    void keepOnlyScripts() {
        s.tasks = s.tasks.stream().filter(t -> t instanceof Task.Script).toList();
    }

    void logAction(Order order) {
        boolean called = order.author().startsWith("called by ");
        if (order.author().equals(Order.AUTOMATIC.author())) {
            log(Message.START_AUTOMATIC.line());
        } else if (order.author().equals(Order.AT_BOOT)) {
            log(Message.START_AT_BOOT.line());
        } else if (called) {
            var message =
                    order.counted() ? Message.ACTION_CALLED_BY_COMPONENT : Message.ACTION_CALLED;
            String who = order.author().substring("called by ".length());
            log(message.line(order.command().name(), who));
        } else {
            String label = order.author().substring(Order.FROM_RULE.length());
            log(Message.ACTION_FROM_RULE.line(order.command().name(), label));
        }
    }
}
