/**
 * A FUSE server over a directory: the kernel's protocol, the session, and the seam to the
 * replication. Invariants: every change of the tree passes {@link
 * safekit.linux.fuse.ChangeSink#before} and {@link safekit.linux.fuse.ChangeSink#after} in the
 * order of the disk, and the sink answers it; a worker never waits for that answer; reading,
 * writing and syncing allocate nothing; no request, however broken, ends a worker; a bug of ours or
 * of the sink ends the process.
 *
 * <p>{@link safekit.linux.fuse.FuseMount} mounts and unmounts. {@code Session} reads the device
 * with one {@code Exchange} (buffers, request, answer, change) for each worker, {@code Dispatch}
 * chooses among {@code NameRequests}, {@code FileRequests}, {@code AttributeRequests} and {@code
 * DirectoryRequests}, which share {@code Served}: the tree, the inodes that the kernel knows, the
 * open files, those without a name ({@code UnnamedFiles}) or below which the kernel works itself
 * ({@code Backings}), the locks and the replies.
 */
package safekit.linux.fuse;
