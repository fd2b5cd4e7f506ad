package safekit.node.admin;

/**
 * Removes what a dead module process left: mounts, addresses, scripts, rules (design.md section 3).
 */
@FunctionalInterface
public interface AfterDeath {
    /**
     * The process was killed but may still live: cuts off what nobody may use any more, and does
     * not wait. {@link #clean} follows after its end.
     */
    default void cutOff(String module) {}

    /** Cleans up; on return a new process may start. Called once per death. */
    void clean(String module);
}
