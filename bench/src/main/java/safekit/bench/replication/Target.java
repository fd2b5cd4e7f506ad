package safekit.bench.replication;

import java.nio.file.Path;

/**
 * A directory of node1 in which jobs are done.
 *
 * @param name in figures
 */
record Target(String name, Path directory) {
    /** Of the same disk, without anything of ours: the baseline of all others. */
    static final String RAW = "raw";

    /** A native passthrough file system: what FUSE costs without us. */
    static final String NATIVE = "c";

    /** Our file system without logs and without a stream. */
    static final String UNTRACKED = "untracked";

    static final String ALONE = "alone";
    static final String SECOND = "second";
    static final String NONE = "none";

    /** A GlusterFS volume with a replica on node2. */
    static final String GLUSTER = "gluster";
}
