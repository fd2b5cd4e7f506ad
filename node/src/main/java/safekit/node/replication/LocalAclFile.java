package safekit.node.replication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import safekit.core.replication.Attributes;
import safekit.core.replication.Moment;
import safekit.core.replication.Operation.ExtendedAttribute;

/** A file of a {@link LocalAclTree}: its access lists are its own. */
record LocalAclFile(TreeAccess.OpenFile below) implements TreeAccess.OpenFile {
    @Override
    public TreeAccess.Node stat() throws IOException {
        return below.stat();
    }

    @Override
    public int read(long offset, ByteBuffer into) throws IOException {
        return below.read(offset, into);
    }

    @Override
    public void write(long offset, ByteBuffer from) throws IOException {
        below.write(offset, from);
    }

    @Override
    public void truncate(long size) throws IOException {
        below.truncate(size);
    }

    @Override
    public List<ExtendedAttribute> extended() throws IOException {
        return LocalAclTree.told(below.extended());
    }

    @Override
    public void replaceExtended(List<ExtendedAttribute> all) throws IOException {
        below.replaceExtended(LocalAclTree.wanted(all, below.extended()));
    }

    @Override
    public void setAttributes(int mask, Attributes attributes, Moment accessed) throws IOException {
        below.setAttributes(mask, attributes, accessed);
    }

    @Override
    public long data(long from) throws IOException {
        return below.data(from);
    }

    @Override
    public long hole(long from) throws IOException {
        return below.hole(from);
    }

    @Override
    public void punch(long offset, long length) throws IOException {
        below.punch(offset, length);
    }

    @Override
    public void close() {
        below.close();
    }
}
