package safekit.linux.fuse;

import safekit.linux.file.FileId;
import safekit.linux.file.LowerTree;
import safekit.linux.sys.Errno;
import safekit.linux.sys.Files;
import safekit.linux.sys.ResourceLimits;

/** What all workers of a mount share. Thread-safe. */
final class Served {
    /** The kernel's number of the root. */
    static final long ROOT = 1;

    final LowerTree tree;
    final ChangeSink sink;
    final FuseOptions options;
    final InodeTable inodes = new InodeTable();
    final OpenFiles openFiles = new OpenFiles(ResourceLimits.openFiles());

    /** Whether the kernel's SETXATTR has the longer header (SETXATTR_EXT). */
    volatile boolean extendedXattr;

    final Backings backings = new Backings();
    final UnnamedFiles unnamed = new UnnamedFiles();
    final Locks locks = new Locks();
    final ReplyPool replies = new ReplyPool();

    Served(LowerTree tree, ChangeSink sink, FuseOptions options) {
        this.tree = tree;
        this.sink = sink;
        this.options = options;
    }

    long inode(long node) {
        return node == ROOT ? tree.root().inode() : node;
    }

    /** The kernel's number of this inode. */
    long node(long inode) {
        if (inode == tree.root().inode()) {
            return ROOT;
        }
        if (inode == ROOT) {
            throw new RefusedRequest(Errno.EIO, "inode 1 is not the root");
        }
        return inode;
    }

    /** The generation of a node that the kernel knows. */
    long generation(long node) {
        if (node == ROOT) {
            return tree.root().generation();
        }
        long generation = inodes.generation(node);
        if (generation < 0) {
            throw new RefusedRequest(Errno.ESTALE, "unknown inode " + node);
        }
        return generation;
    }

    FileId file(long node) {
        return new FileId(inode(node), generation(node));
    }

    /** Whether one more file may be open, asked before it is made: 0 or a negated errno. */
    int room() {
        int descriptor = openFiles.limited(tree.reference(tree.root()));
        return descriptor < 0 ? descriptor : Math.min(Files.close(descriptor), 0);
    }

    /** Everything that is open is closed. */
    void close() {
        openFiles.closeAll();
        inodes.clear();
    }
}
