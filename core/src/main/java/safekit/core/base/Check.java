package safekit.core.base;

/**
 * Invariants that stay on in production. A broken one is a bug: the process that sees it ends, its
 * supervisor cleans up and the peer takes over (design.md section 1, principle 5).
 */
public final class Check {
    private Check() {}

    /** Throws {@link BrokenInvariant} with this sentence unless the condition holds. */
    public static void that(boolean condition, String sentence) {
        if (!condition) {
            throw new BrokenInvariant(sentence);
        }
    }

    /** A state that the code excludes; never caught except by the process's last handler. */
    public static final class BrokenInvariant extends IllegalStateException {
        private static final long serialVersionUID = 1;

        /** Names the invariant in one sentence. */
        public BrokenInvariant(String sentence) {
            super(sentence);
        }
    }
}
