package safekit.node.replication;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import safekit.core.wire.Signal;

/**
 * Verifications of this module ({@code safekit rfsverify}): asked for on the secondary, done by the
 * primary in the session of the two. Thread-safe.
 */
final class Verifications {
    private final Sender sender;
    private final TreeAccess tree;
    private final CopySettings settings;
    private final Report report;
    private final Verification found = new Verification();

    /** Guarded by the sender's lock. */
    private @Nullable Verifier running;

    Verifications(Sender sender, TreeAccess tree, CopySettings settings, Report report) {
        this.sender = sender;
        this.tree = tree;
        this.settings = settings;
        this.report = report;
    }

    /** What the secondary found. */
    Verification found() {
        return found;
    }

    /**
     * The secondary asks; why it cannot, or empty.
     *
     * @param session in which this node follows the primary, 0 = none
     */
    String ask(@Nullable Link link, long session) {
        if (session == 0 || link == null) {
            return "this node does not follow a primary";
        }
        long number = found.begin();
        if (number == 0) {
            return "a verification is running already";
        }
        var question = new Signal.Verify(number);
        link.put(question.type(), session, 0, Encoding.of(question));
        return "";
    }

    /** The primary is asked. */
    void asked(long number) {
        sender.lock.lock();
        try {
            long session = sender.session();
            if (!sender.forwards() || sender.known.lenient() || running != null) {
                sender.put(new Signal.Verified(number, 0, 0, "the primary cannot compare now"));
                return;
            }
            var pieces = new Pieces(sender, session, settings.timeoutNanos());
            var verifier = new Verifier(sender, tree, pieces, settings);
            running = verifier;
            Thread.ofPlatform()
                    .daemon()
                    .name("replication verifies")
                    .start(() -> run(verifier, number));
        } finally {
            sender.lock.unlock();
        }
    }

    private void run(Verifier verifier, long number) {
        Signal.Verified result;
        try {
            result = verifier.run(number);
        } catch (Cancelled over) {
            result = new Signal.Verified(number, 0, 0, "the session is over");
        } catch (IOException failed) {
            report.note("the verification failed: " + failed.getMessage());
            result = new Signal.Verified(number, 0, 0, "the primary: " + failed.getMessage());
        } catch (RuntimeException | Error bug) {
            Fatal.end(bug);
            throw bug;
        }
        Signal.Verified said = result;
        sender.locked(
                () -> {
                    running = null;
                    sender.put(said);
                });
    }

    /** The secondary compared. With the sender's lock. */
    void answered(Signal.Differences answer) {
        Verifier verifier = running;
        if (verifier != null) {
            verifier.answered(answer);
        }
    }

    /** The primary is done. */
    void verified(Signal.Verified said) {
        found.done(said.number(), said.files(), said.bytes(), said.problem());
    }
}
