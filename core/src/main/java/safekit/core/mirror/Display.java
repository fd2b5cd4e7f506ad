package safekit.core.mirror;

import java.util.ArrayList;
import safekit.core.base.DisplayState;
import safekit.core.base.ModuleState;
import safekit.core.base.Substate;
import safekit.core.generation.Standing;
import safekit.core.message.Message;

/** What users see after a step: states, heartbeats, replication resources, and their log lines. */
final class Display {
    private static final String HEART = "heart";

    private Display() {}

    /** What is heard of the peer; before a decision rests on it. */
    static void peer(Move move) {
        heartbeats(move);
        remote(move);
    }

    static void refresh(Move move) {
        peer(move);
        blocked(move);
        local(move);
        uptodate(move);
        PolicyRules.show(move);
    }

    private static void local(Move move) {
        MirrorState s = move.s;
        var shown = new DisplayState(s.role, substate(s));
        if (!shown.equals(s.shown)) {
            s.shown = shown;
            move.log(Message.LOCAL_STATE.line(shown.toString()));
            move.resource("state.local", shown.toString(), HEART);
        }
    }

    private static Substate substate(MirrorState s) {
        if (s.role == ModuleState.STOP || !s.blockedBy.isEmpty()) {
            return Substate.NotReady;
        }
        boolean stable =
                s.phase == Phase.ALONE || s.phase == Phase.PRIMARY || s.phase == Phase.SECONDARY;
        return stable && s.settled() && s.ending == null && !s.swapping && !s.reopen
                ? Substate.Ready
                : Substate.Transient;
    }

    /** WAIT NotReady and the rule behind it (spec 04 section 6, 06 section 4). */
    private static void blocked(Move move) {
        MirrorState s = move.s;
        String label = "";
        if (s.phase == Phase.ASKING) {
            Beat peer = s.peer;
            boolean degradedPeer = peer != null && peer.degraded() && peer.serving();
            if (!s.waitRule.isEmpty()) {
                label = s.waitRule;
            } else if (!s.keptBy.isEmpty()) {
                label = s.keptBy;
            } else if (s.blocked) {
                label = degradedPeer ? "degraded_server" : "rfs_notuptodate_server";
            }
        }
        if (label.equals(s.blockedBy)) {
            return;
        }
        boolean woken = label.isEmpty() && s.phase != Phase.CLOSING;
        s.blockedBy = label;
        if (woken) {
            move.log(Message.WAKEUP_FROM_RULE.line());
        } else if (!label.isEmpty()) {
            move.log(Message.ACTION_FROM_RULE.line("wait", label));
        }
        if (label.equals("rfs_notuptodate_server")) {
            move.log(Message.DATA_NOT_UPTODATE.line());
            move.log(Message.HINT_PRIM.line());
        } else if (label.equals(PolicyRules.NOSYNC)) {
            move.log(Message.WAITS_FOR_SECOND.line());
        }
    }

    private static void remote(Move move) {
        MirrorState s = move.s;
        Beat peer = s.peer;
        boolean silent = move.silence() >= s.settings.timeoutNanos();
        DisplayState seen =
                peer == null || silent || peer.standIn() ? DisplayState.PEER_UNKNOWN : peer.state();
        if (seen.state() == ModuleState.STOP) {
            seen = DisplayState.PEER_UNKNOWN;
        }
        if (!seen.equals(s.peerShown)) {
            s.peerShown = seen;
            move.log(Message.REMOTE_STATE.line(seen.toString()));
            move.resource("state.remote", seen.toString(), HEART);
        }
    }

    private static void heartbeats(Move move) {
        MirrorState s = move.s;
        Beat peer = s.peer;
        boolean stopped = peer != null && peer.standIn();
        for (int lan = 0; lan < s.lanShown.size(); lan++) {
            long silence = s.running - s.lanHeardAt.get(lan);
            boolean silent = silence >= s.settings.lanTimeoutNanos().get(lan);
            boolean everHeard = s.lanHeardAt.get(lan) > 0;
            MirrorState.Link link = s.lanShown.get(lan);
            if (silent || stopped) {
                link = MirrorState.Link.DOWN;
            } else if (everHeard) {
                link = MirrorState.Link.UP;
            }
            if (link != s.lanShown.get(lan)) {
                show(move, lan, link);
            }
        }
    }

    private static void show(Move move, int lan, MirrorState.Link link) {
        MirrorState s = move.s;
        var all = new ArrayList<>(s.lanShown);
        all.set(lan, link);
        s.lanShown = all;
        boolean up = link == MirrorState.Link.UP;
        String ident = s.settings.lanIdents().get(lan);
        move.log((up ? Message.HEARTBEAT_UP : Message.HEARTBEAT_DOWN).line(ident));
        move.resource("heartbeat." + ident, up ? "up" : "down", HEART);
    }

    private static void uptodate(Move move) {
        MirrorState s = move.s;
        if (!s.settings.replicated()) {
            return;
        }
        boolean holds =
                s.tuple.id() != 0
                        && s.tuple.consistent()
                        && (s.tuple.standing() == Standing.SOLE
                                || s.serving()
                                || (s.phase == Phase.SECONDARY && s.grant)
                                || s.phase == Phase.ACCEPTING);
        String value = holds ? "up" : "down";
        if (!value.equals(s.uptodateShown)) {
            s.uptodateShown = value;
            move.resource("rfs.uptodate", value, "rfsplug");
        }
    }
}
