package safekit.node.replication;

import java.util.function.Supplier;
import safekit.core.generation.Tuple;

/** What an administrator can ask about replicated data. Thread-safe. */
public final class Inquiries {
    private final Sender sender;
    private final ChangeLog log;
    private final Reintegration reintegration;
    private final Verifications verifications;
    private final Supplier<String> verify;
    private final CopyEstimate estimate;

    /**
     * Of one engine.
     *
     * @param verify asks the primary; why it cannot be asked, or empty
     */
    Inquiries(
            Sender sender,
            TreeAccess tree,
            ChangeLog log,
            Reintegration reintegration,
            Verifications verifications,
            Supplier<String> verify) {
        this.sender = sender;
        this.log = log;
        this.reintegration = reintegration;
        this.verifications = verifications;
        this.verify = verify;
        estimate = new CopyEstimate(tree, sender.extentSize());
    }

    /** How far the reintegration of this primary is. */
    public CopyProgress progress() {
        return reintegration.progress();
    }

    /** Counts what a reintegration would have to look at now; see {@link #estimate}. */
    public void beginEstimate(Tuple own) {
        log.act(sender, () -> estimate.begin(log.union(own.logs().changes())));
    }

    /** What was counted. */
    public CopyEstimate.Count estimate() {
        return estimate.count();
    }

    /** Asks the primary to compare everything; why it cannot be asked, empty when it is. */
    public String verify() {
        return verify.get();
    }

    /** What the verification of this node finds; differences from this one on. */
    public Verification.View verification(int from) {
        return verifications.found().view(from);
    }
}
