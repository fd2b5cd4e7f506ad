package safekit.core.base;

/** State and sub-state together, printed as {@code PRIM Ready} (spec 00 section 2). */
public record DisplayState(ModuleState state, Substate substate) {
    /** What is shown of a peer that is silent or stopped. */
    public static final DisplayState PEER_UNKNOWN =
            new DisplayState(ModuleState.UNKNOWN, Substate.Unknown);

    /** Refuses the pairs that spec 00 section 2 does not have, such as {@code STOP Ready}. */
    public DisplayState {
        Check.that(allowed(state, substate), "no displayed state " + state + " " + substate);
    }

    private static boolean allowed(ModuleState state, Substate substate) {
        return switch (state) {
            case STOP -> substate == Substate.NotReady;
            case WAIT -> substate == Substate.NotReady || substate == Substate.Transient;
            case ALONE, PRIM, SECOND, UP ->
                    substate == Substate.Transient || substate == Substate.Ready;
            case UNKNOWN -> substate == Substate.Unknown;
        };
    }

    @Override
    public String toString() {
        return state + " " + substate;
    }
}
