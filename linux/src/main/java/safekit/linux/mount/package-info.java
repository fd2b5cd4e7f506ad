/**
 * Mounts: what is mounted, the fence over a replicated directory, taking away what a crash left.
 *
 * <p>Nothing here looks at a file below a mount before acting, because a dead FUSE mount answers
 * with an error and a hung one never. Nothing is unmounted unless the top mount is of the kind that
 * is expected: the directory can be a mount point of its own, whose unmounting would hide the data.
 *
 * <ul>
 *   <li>{@link safekit.linux.mount.MountTable}, {@link safekit.linux.mount.Mount}: a snapshot of
 *       mountinfo.
 *   <li>{@link safekit.linux.mount.Fence}: a read-only bind mount over a directory, and the way
 *       below it.
 *   <li>{@link safekit.linux.mount.Detach}: lazy unmount of the expected type.
 *   <li>{@link safekit.linux.mount.FuseConnections}: aborts a connection.
 *   <li>{@code MountCalls}: the system calls.
 * </ul>
 *
 * <p>One thread at a time may change the mounts of one directory. Needs Linux 5.12
 * (mount_setattr(2)).
 */
package safekit.linux.mount;
