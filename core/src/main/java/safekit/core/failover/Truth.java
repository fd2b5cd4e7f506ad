package safekit.core.failover;

/**
 * Outcome of an expression. NOT_APPLICABLE spreads to the whole rule, which is then false, even
 * under a negation or beside something true (OPEN 06-5).
 */
public enum Truth {
    TRUE,
    FALSE,
    NOT_APPLICABLE;

    static Truth of(boolean value) {
        return value ? TRUE : FALSE;
    }

    Truth and(Truth other) {
        return applicableWith(other) ? of(this == TRUE && other == TRUE) : NOT_APPLICABLE;
    }

    Truth or(Truth other) {
        return applicableWith(other) ? of(this == TRUE || other == TRUE) : NOT_APPLICABLE;
    }

    Truth not() {
        return this == NOT_APPLICABLE ? this : of(this == FALSE);
    }

    private boolean applicableWith(Truth other) {
        return this != NOT_APPLICABLE && other != NOT_APPLICABLE;
    }
}
