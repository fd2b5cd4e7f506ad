package safekit.linux.file;

/**
 * A file of the served tree, whatever its names: inode number and generation of the underlying file
 * system. The generation keeps a reused number apart.
 */
public record FileId(long inode, long generation) {}
