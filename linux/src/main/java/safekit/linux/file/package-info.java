/**
 * The directory below the mount. {@link safekit.linux.file.LowerTree} reaches it through a
 * descriptor that was opened before the mount, and is used by the FUSE server on the primary and by
 * the receiver of the replication on the secondary.
 *
 * <p>Files are named by {@link safekit.linux.file.FileId}; {@link safekit.linux.file.HandleFormat}
 * makes the kernel's file handle from it, so nothing is kept open for a file that is only known.
 * {@link safekit.linux.file.FileStatus} holds attributes, {@link safekit.linux.file.LowerFile}
 * changes an open file, {@link safekit.linux.file.DirectoryEntries} lists a directory. Names are
 * bytes. Results are 0, a descriptor or a length, or the negated errno.
 */
package safekit.linux.file;
