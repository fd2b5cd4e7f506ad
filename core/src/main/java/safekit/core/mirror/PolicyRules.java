package safekit.core.mirror;

import java.util.ArrayList;
import java.util.List;
import safekit.core.base.Substate;
import safekit.core.generation.Agreement;
import safekit.core.generation.Meeting;
import safekit.core.generation.PolicyMoments;
import safekit.core.generation.SyncPolicy;
import safekit.core.generation.Tuple;
import safekit.core.message.Message;
import safekit.core.script.Action;

/**
 * What administrators and schedules say about reintegrations (spec 04 sections 7, 9 and 10):
 * policies, dates, nodes that wait for the command second or for a time.
 */
final class PolicyRules {
    /** Rule of a node that gave its role away by {@code swap nosync}; our name. */
    static final String NOSYNC = "rfs_nosync_wait";

    /** Rule of a node that waits for the schedule. */
    static final String SCHEDULE = "rfs_syncat_wait";

    /** Rule of a node that may serve because it was synchronised lately. */
    static final String FORCE = "rfs_forceuptodate";

    private static final List<String> SHOWN =
            List.of(
                    "usersetting.rfssyncmode",
                    "usersetting.rfssyncrole",
                    "usersetting.rfssyncuid",
                    "rfs.rfssync",
                    "rfs.reintegre_failed",
                    "rfs.syncat");

    private static final List<String> SHOWN_BY =
            List.of("rfssync", "rfssync", "rfssync", "set_rfssync", "reintegre", "syncat");

    private PolicyRules() {}

    // ---- rfssync of a module that runs

    static void asked(Move move, Event.PolicyAsked asked) {
        MirrorState s = move.s;
        String error = refusal(s, asked.kind());
        if (!error.isEmpty()) {
            move.add(new Effect.Reply(asked.reply(), error));
        } else if (asked.kind() == SyncPolicy.Kind.FULL) {
            move.because("an administrator wants a full synchronization");
            move.persist(PolicyMoments.full(s.tuple));
            move.add(new Effect.Reply(asked.reply(), ""));
        } else {
            int log = s.tuple.logs().next();
            move.because("a backup begins: " + asked.uid());
            move.persist(PolicyMoments.backsUp(s.tuple, asked.uid(), asked.checked(), log));
            move.add(new Effect.Track(log));
            move.add(new Effect.ForgetLogs(s.tuple));
            s.policyReply = asked.reply();
            s.pending = MirrorState.Pending.CAPTURE;
            s.settleToken = move.nextToken();
            move.add(new Effect.Capture(s.settleToken));
        }
    }

    private static String refusal(MirrorState s, SyncPolicy.Kind kind) {
        boolean calm = s.settled() && s.ending == null && !s.degraded && !s.frozen;
        boolean idle = s.reintegration == MirrorState.Reintegration.NONE && !busy(s);
        return switch (kind) {
            case FULL ->
                    switch (s.phase) {
                        case ALONE, PRIMARY, SECONDARY, ASKING -> "";
                        default -> "rfssync full is not possible in " + s.shown + ": try again";
                    };
            case PRIM ->
                    s.phase == Phase.ALONE && calm && idle
                            ? ""
                            : "rfssync external prim needs STOP NotReady or ALONE Ready, not "
                                    + s.shown;
            default -> "this needs a stopped module, not " + s.shown;
        };
    }

    private static boolean busy(MirrorState s) {
        return s.pending != MirrorState.Pending.NONE;
    }

    /** What changed before the log of the backup is on the disk: the backup may begin. */
    static void captured(Move move) {
        move.persist(PolicyMoments.backupMayBegin(move.s.tuple));
        reply(move, "");
        LeaveRules.closedAndDrained(move);
    }

    static void captureFailed(Move move, String why) {
        reply(move, why);
        LeaveRules.closedAndDrained(move);
    }

    private static void reply(Move move, String error) {
        move.add(new Effect.Reply(move.s.policyReply, error));
        move.s.policyReply = 0;
    }

    /** The module left the state in which a backup could begin. */
    static void answerIfGivenUp(Move move) {
        MirrorState s = move.s;
        if (s.policyReply != 0 && s.pending != MirrorState.Pending.CAPTURE) {
            reply(move, "the module changed its state meanwhile (" + s.shown + ")");
        }
    }

    // ---- meeting a serving peer

    /** {@code secondforce}: from here on this node is trusted except for what is newer. */
    static Meeting dated(Move move, Beat answer, Meeting byTuples) {
        MirrorState s = move.s;
        boolean same = s.tuple.directories() == answer.tuple().directories();
        if (s.order.since() == 0 || !same) {
            return byTuples;
        }
        move.because("an administrator trusts this node except for what is newer than a date");
        move.persist(PolicyMoments.trustedUntil(s.tuple, s.order.since()));
        return move.meeting(answer);
    }

    /** The policies of the two do not fit: nothing is copied. */
    static void refuse(Move move, Tuple sender) {
        MirrorState s = move.s;
        s.policyBroken = true;
        s.reintegrationFailed = true;
        String why = Agreement.why(sender, s.tuple);
        move.because("the policy of the synchronization cannot be applied: " + why);
        move.log(Message.EXTERNAL_IMPOSSIBLE.line(why));
        move.log(Message.HINT_EXTERNAL.line());
        LeaveRules.close(move, new MirrorState.Ending(Action.stop, false, false));
    }

    /** The rule that keeps this node from joining a serving peer, empty = none. */
    static String keptFrom(MirrorState s) {
        if (s.order.command() != Command.start) {
            return "";
        }
        if (s.tuple.policy().kind() == SyncPolicy.Kind.HELD) {
            return NOSYNC;
        }
        boolean synchronisedOnce = !s.tuple.peer().isEmpty();
        return s.settings.scheduled() && synchronisedOnce && !s.syncDue ? SCHEDULE : "";
    }

    /** Whether the command second is what this node waits for. */
    static boolean waitsForSecond(MirrorState s) {
        return s.phase == Phase.ASKING && !s.keptBy.isEmpty();
    }

    static void second(Move move, Order order) {
        move.s.order = order;
        if (order.fullsync()) {
            move.persist(PolicyMoments.full(move.s.tuple));
        }
    }

    // ---- ends

    /** What a primary persists that gives its role away. */
    static Tuple handedOver(MirrorState s) {
        Tuple stale = s.tuple.stale();
        return s.nosync ? PolicyMoments.held(stale) : stale;
    }

    /** After a scheduled synchronization this node waits for the next one; true when it leaves. */
    static boolean endOfSchedule(Move move) {
        MirrorState s = move.s;
        boolean ready = s.settled() && s.shown.substate() == Substate.Ready;
        if (!s.syncDone || !ready) {
            return false;
        }
        s.syncDone = false;
        s.syncDue = false;
        move.because("the scheduled synchronization is done");
        move.log(Message.ACTION_FROM_RULE.line("wait", SCHEDULE));
        LeaveRules.stop(move, new MirrorState.Ending(Action.stopwait, true, false));
        return true;
    }

    /** Whether this node may serve although the peer may have gone on (spec 04 section 7). */
    static boolean forces(MirrorState s) {
        Tuple t = s.tuple;
        boolean data = t.id() != 0 && t.consistent() && !t.policy().adopts();
        return s.forceUptodate && data && s.order.command() == Command.start;
    }

    // ---- resources

    static void show(Move move) {
        MirrorState s = move.s;
        if (!s.settings.replicated()) {
            return;
        }
        SyncPolicy policy = s.tuple.policy();
        var values =
                new ArrayList<>(
                        List.of(
                                policy.mode(),
                                policy.role(),
                                policy.uidShown(),
                                policy.stage().usable() && !s.policyBroken ? "up" : "down",
                                Boolean.toString(s.reintegrationFailed)));
        if (s.settings.scheduled()) {
            values.add(s.syncDue ? "up" : "down");
        }
        for (int i = 0; i < values.size(); i++) {
            boolean known = i < s.policyShown.size() && s.policyShown.get(i).equals(values.get(i));
            if (!known) {
                move.resource(SHOWN.get(i), values.get(i), SHOWN_BY.get(i));
            }
        }
        s.policyShown = List.copyOf(values);
    }
}
