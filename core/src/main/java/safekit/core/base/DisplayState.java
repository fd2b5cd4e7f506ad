package safekit.core.base;

/** A state as users see it, such as {@code PRIM Ready} (spec 00 section 2). */
public record DisplayState(ModuleState state, Substate substate) {
    /** A stopped module. */
    public static final DisplayState STOPPED =
            new DisplayState(ModuleState.STOP, Substate.NotReady);

    /** A peer that is silent or whose module does not run. */
    public static final DisplayState UNKNOWN =
            new DisplayState(ModuleState.UNKNOWN, Substate.Unknown);

    @Override
    public String toString() {
        return state + " " + substate;
    }
}
