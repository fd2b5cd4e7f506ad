/** A FUSE server over a directory: the protocol, the session, and the seam to the replication. */
package safekit.linux.fuse;
