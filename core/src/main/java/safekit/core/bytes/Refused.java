package safekit.core.bytes;

/** Input that is not taken. The only exception that a decoder throws; it has no stack trace. */
public final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Refusal refusal;

    /** Refuses for this reason. */
    public Refused(Refusal.Reason reason, String sentence) {
        super(sentence, null, false, false);
        refusal = new Refusal(reason, sentence);
    }

    /** Why. */
    public Refusal refusal() {
        return refusal;
    }

    /** The kind of refusal. */
    public Refusal.Reason reason() {
        return refusal.reason();
    }
}
