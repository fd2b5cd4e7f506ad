package safekit.node.admin;

/**
 * Removes what a dead module process left: mounts, addresses, scripts, rules (design.md section 3).
 */
@FunctionalInterface
public interface AfterDeath {
    /** Cleans up; on return a new process may start. Called once per death. */
    void clean(String module);
}
