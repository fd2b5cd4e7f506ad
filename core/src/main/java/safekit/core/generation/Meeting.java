package safekit.core.generation;

import java.util.ArrayList;
import java.util.List;

/**
 * Two nodes compared (docs/generations.md section 5).
 *
 * @param relation what their ids say
 * @param source whose data wins
 * @param copy what the source sends to the other, meaningful when the source is a node
 */
public record Meeting(Relation relation, Source source, Copy copy) {

    /** What the ids of two nodes say, first row that matches. */
    public enum Relation {
        /** One of them has no data yet. */
        FIRST_PAIRING,
        /** No common id, other peer or another anchor. */
        UNRELATED,
        /** The same id. */
        SAME,
        /** The peer went on from what this node holds. */
        PEER_AHEAD,
        /** This node went on from what the peer holds. */
        PEER_BEHIND,
        /** Both went on from the same data, the changes of both are known. */
        DIVERGED,
        /** One of them went on long ago. */
        FAR,
        /** Both went on, from where is not known exactly. */
        DIVERGED_FAR,
        /** One serves, and an administrator said what the other holds. */
        ADOPTED,
        /** One serves, and what an administrator said of the two does not fit. */
        POLICY_BROKEN
    }

    /** Whose data wins. */
    public enum Source {
        SELF,
        PEER,
        /** Nobody's by itself: both wait, an administrator decides. */
        NOBODY
    }

    /** What travels from the source to the other node. */
    public enum Copy {
        /** Everything, hashes first. */
        EVERYTHING,
        /** Activities of both. */
        ACTIVITIES,
        /** The source's changes and the receiver's activity. */
        SENDER_CHANGES,
        /** Changes and activities of both. */
        ALL_CHANGES,
        /** What the source changed since the backup that the receiver holds. */
        SINCE_POINT,
        /** What was modified after the receiver's date. */
        SINCE_DATE
    }

    /** Compares from the point of view of {@code self}. */
    public static Meeting of(Standpoint self, Standpoint peer) {
        if (self.serving() != peer.serving()) {
            Source source = self.serving() ? Source.SELF : Source.PEER;
            Standpoint sender = self.serving() ? self : peer;
            Standpoint receiver = self.serving() ? peer : self;
            Copy copy = copy(sender.tuple(), receiver.tuple());
            switch (Agreement.of(sender.tuple(), receiver.tuple())) {
                case SINCE_POINT, SINCE_DATE -> {
                    return new Meeting(Relation.ADOPTED, source, copy);
                }
                case BROKEN -> {
                    return new Meeting(Relation.POLICY_BROKEN, Source.NOBODY, copy);
                }
                case DEFAULT -> {}
            }
        }
        return byIds(self, peer);
    }

    private static Meeting byIds(Standpoint self, Standpoint peer) {
        Tuple s = self.tuple();
        Tuple p = peer.tuple();
        if (s.id() == 0 || p.id() == 0) {
            return new Meeting(Relation.FIRST_PAIRING, firstSource(s, p), Copy.EVERYTHING);
        }
        if (unrelated(self, peer)) {
            return new Meeting(Relation.UNRELATED, Source.NOBODY, Copy.EVERYTHING);
        }
        if (s.id() == p.id()) {
            return result(Relation.SAME, sameSource(self, peer), s, p);
        }
        if (s.id() == p.base() || p.offered().contains(s.id())) {
            return result(Relation.PEER_AHEAD, ifConsistent(p, Source.PEER), s, p);
        }
        if (p.id() == s.base() || s.offered().contains(p.id())) {
            return result(Relation.PEER_BEHIND, ifConsistent(s, Source.SELF), s, p);
        }
        if (s.base() == p.base() && s.base() != 0) {
            return result(Relation.DIVERGED, divergedSource(self, peer), s, p);
        }
        if (p.history().contains(s.id())) {
            return result(Relation.FAR, ifConsistent(p, Source.PEER), s, p);
        }
        if (s.history().contains(p.id())) {
            return result(Relation.FAR, ifConsistent(s, Source.SELF), s, p);
        }
        return result(Relation.DIVERGED_FAR, divergedSource(self, peer), s, p);
    }

    private static Meeting result(Relation relation, Source source, Tuple s, Tuple p) {
        Copy copy = source == Source.PEER ? copy(p, s) : copy(s, p);
        return new Meeting(relation, source, copy);
    }

    private static Source firstSource(Tuple s, Tuple p) {
        if (s.id() == p.id()) {
            return Source.NOBODY;
        }
        return s.id() != 0 ? ifConsistent(s, Source.SELF) : ifConsistent(p, Source.PEER);
    }

    private static boolean unrelated(Standpoint self, Standpoint peer) {
        Tuple s = self.tuple();
        Tuple p = peer.tuple();
        boolean strangers =
                (!s.peer().isEmpty() && !s.peer().equals(peer.name()))
                        || (!p.peer().isEmpty() && !p.peer().equals(self.name()));
        return strangers || !self.anchorHolds() || !peer.anchorHolds() || !haveCommonId(s, p);
    }

    private static boolean haveCommonId(Tuple s, Tuple p) {
        List<Long> mine = ids(s);
        for (long id : ids(p)) {
            if (mine.contains(id)) {
                return true;
            }
        }
        return false;
    }

    private static List<Long> ids(Tuple t) {
        var all = new ArrayList<>(t.history());
        all.addAll(t.offered());
        all.add(t.id());
        if (t.base() != 0) {
            all.add(t.base());
        }
        return all;
    }

    private static Source ifConsistent(Tuple owner, Source source) {
        return owner.consistent() ? source : Source.NOBODY;
    }

    /** The source order: consistent, serving, boot holds, standing, last role, lower index. */
    private static Source sameSource(Standpoint self, Standpoint peer) {
        Tuple s = self.tuple();
        Tuple p = peer.tuple();
        if (!s.consistent() && !p.consistent()) {
            return Source.NOBODY;
        }
        int order = Boolean.compare(s.consistent(), p.consistent());
        order = order != 0 ? order : Boolean.compare(self.serving(), peer.serving());
        order = order != 0 ? order : Boolean.compare(self.bootHolds(), peer.bootHolds());
        order = order != 0 ? order : s.standing().compareTo(p.standing());
        order = order != 0 ? order : s.lastRole().compareTo(p.lastRole());
        order = order != 0 ? order : Integer.compare(peer.index(), self.index());
        return order > 0 ? Source.SELF : Source.PEER;
    }

    private static Source divergedSource(Standpoint self, Standpoint peer) {
        Tuple s = self.tuple();
        Tuple p = peer.tuple();
        if (self.serving() && peer.serving()) {
            int order = s.lastRole().compareTo(p.lastRole());
            order = order != 0 ? order : Integer.compare(peer.index(), self.index());
            return order > 0 ? Source.SELF : Source.PEER;
        }
        if (self.serving()) {
            return ifConsistent(s, Source.SELF);
        }
        if (peer.serving()) {
            return ifConsistent(p, Source.PEER);
        }
        boolean mine = s.consistent() && s.standing() == Standing.SOLE;
        boolean theirs = p.consistent() && p.standing() == Standing.SOLE;
        if (mine == theirs) {
            return Source.NOBODY;
        }
        return mine ? Source.SELF : Source.PEER;
    }

    /**
     * Whether the receiver went on by itself from data that both had: what it changed and the
     * sender never got is overwritten.
     */
    public static boolean discards(Tuple sender, Tuple receiver) {
        return sender.id() != 0
                && receiver.id() != 0
                && !ids(sender).contains(receiver.id())
                && haveCommonId(sender, receiver);
    }

    /** What a sender must send, whatever the reason why it is the sender. */
    public static Copy copy(Tuple sender, Tuple receiver) {
        Agreement agreement = Agreement.of(sender, receiver);
        if (agreement == Agreement.SINCE_POINT) {
            return Copy.SINCE_POINT;
        }
        if (agreement == Agreement.SINCE_DATE) {
            return Copy.SINCE_DATE;
        }
        if (sender.id() == 0 || receiver.id() == 0) {
            return Copy.EVERYTHING;
        }
        if (!sender.logValid() || !receiver.logValid()) {
            return Copy.EVERYTHING;
        }
        if (sender.id() == receiver.id()) {
            return Copy.ACTIVITIES;
        }
        if (receiver.id() == sender.base() || sender.offered().contains(receiver.id())) {
            return Copy.SENDER_CHANGES;
        }
        boolean parted =
                sender.id() == receiver.base()
                        || receiver.offered().contains(sender.id())
                        || (sender.base() == receiver.base() && sender.base() != 0);
        return parted ? Copy.ALL_CHANGES : Copy.EVERYTHING;
    }
}
