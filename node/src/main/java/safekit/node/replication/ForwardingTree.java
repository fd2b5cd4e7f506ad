package safekit.node.replication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import safekit.core.bytes.Bytes;
import safekit.core.replication.Attributes;
import safekit.core.replication.Entry;
import safekit.core.replication.FileId;
import safekit.core.replication.Moment;
import safekit.core.replication.Name;
import safekit.core.replication.Operation;
import safekit.core.replication.Path;

/** Another view of a tree: what is not said otherwise is as below. */
abstract class ForwardingTree implements TreeAccess {
    final TreeAccess below;

    ForwardingTree(TreeAccess below) {
        this.below = below;
    }

    @Override
    public boolean hidesNames() {
        return below.hidesNames();
    }

    @Override
    public int directories() {
        return below.directories();
    }

    @Override
    public FileId id(int directory, long inode, long generation) {
        return below.id(directory, inode, generation);
    }

    @Override
    public Node stat(FileId file) throws IOException {
        return below.stat(file);
    }

    @Override
    public Optional<Node> lookup(FileId parent, Name name) throws IOException {
        return below.lookup(parent, name);
    }

    @Override
    public Names list(FileId directory, @Nullable Name beyond, int most) throws IOException {
        return below.list(directory, beyond, most);
    }

    @Override
    public OpenFile open(FileId file, boolean writing) throws IOException {
        return below.open(file, writing);
    }

    @Override
    public Node make(Entry at, int mode, long device, Bytes target) throws IOException {
        return below.make(at, mode, device, target);
    }

    @Override
    public Optional<Path> path(FileId file) throws IOException {
        return below.path(file);
    }

    @Override
    public Bytes target(FileId link) throws IOException {
        return below.target(link);
    }

    @Override
    public int read(FileId file, long offset, ByteBuffer into) throws IOException {
        return below.read(file, offset, into);
    }

    @Override
    public void write(FileId file, long offset, ByteBuffer from) throws IOException {
        below.write(file, offset, from);
    }

    @Override
    public void truncate(FileId file, long size) throws IOException {
        below.truncate(file, size);
    }

    @Override
    public Unnamed createUnnamed(FileId directory, Attributes attributes) throws IOException {
        return below.createUnnamed(directory, attributes);
    }

    @Override
    public Node create(Entry at, Attributes attributes, long device, Bytes target)
            throws IOException {
        return below.create(at, attributes, device, target);
    }

    @Override
    public void link(FileId file, Entry at) throws IOException {
        below.link(file, at);
    }

    @Override
    public void unlink(Entry at) throws IOException {
        below.unlink(at);
    }

    @Override
    public void removeDirectory(Entry at) throws IOException {
        below.removeDirectory(at);
    }

    @Override
    public void rename(Entry from, Entry to, Operation.Rename.How how) throws IOException {
        below.rename(from, to, how);
    }

    @Override
    public void setAttributes(FileId file, int mask, Attributes attributes, Moment accessed)
            throws IOException {
        below.setAttributes(file, mask, attributes, accessed);
    }

    @Override
    public void allocate(FileId file, int mode, long offset, long length) throws IOException {
        below.allocate(file, mode, offset, length);
    }

    @Override
    public void setExtended(FileId file, Bytes name, Bytes value, int flags) throws IOException {
        below.setExtended(file, name, value, flags);
    }

    @Override
    public void removeExtended(FileId file, Bytes name) throws IOException {
        below.removeExtended(file, name);
    }

    @Override
    public List<Operation.ExtendedAttribute> extended(FileId file) throws IOException {
        return below.extended(file);
    }

    @Override
    public void replaceExtended(FileId file, List<Operation.ExtendedAttribute> all)
            throws IOException {
        below.replaceExtended(file, all);
    }

    @Override
    public void sync(FileId file, boolean dataOnly) throws IOException {
        below.sync(file, dataOnly);
    }

    @Override
    public void syncAll() throws IOException {
        below.syncAll();
    }
}
