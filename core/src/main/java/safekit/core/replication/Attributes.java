package safekit.core.replication;

/**
 * Owner, mode and times of a file as the primary has them after an operation.
 *
 * @param mode type and permission bits ({@code st_mode})
 * @param uid owner, any 32 bits
 * @param gid group, any 32 bits
 * @param modified {@code st_mtim}
 * @param changed {@code st_ctim}: information, it cannot be set
 */
public record Attributes(int mode, int uid, int gid, Moment modified, Moment changed) {}
