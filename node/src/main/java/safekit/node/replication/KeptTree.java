package safekit.node.replication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import safekit.core.bytes.Bytes;
import safekit.core.replication.Attributes;
import safekit.core.replication.Entry;
import safekit.core.replication.FileId;
import safekit.core.replication.Moment;
import safekit.core.replication.Operation;

/** A tree of which somebody is told what is about to be overwritten. Used by one thread. */
final class KeptTree extends ForwardingTree {
    private final Keeper keeper;

    KeptTree(TreeAccess below, Keeper keeper) {
        super(below);
        this.keeper = keeper;
    }

    @Override
    public OpenFile open(FileId file, boolean writing) throws IOException {
        OpenFile open = below.open(file, writing);
        return writing ? new KeptFile(file, open) : open;
    }

    @Override
    public Node make(Entry at, int mode, long device, Bytes target) throws IOException {
        return made(below.make(at, mode, device, target));
    }

    @Override
    public Node create(Entry at, Attributes attributes, long device, Bytes target)
            throws IOException {
        return made(below.create(at, attributes, device, target));
    }

    private Node made(Node node) {
        keeper.made(node.id());
        return node;
    }

    @Override
    public void write(FileId file, long offset, ByteBuffer from) throws IOException {
        keeper.overwrites(file, offset, from.remaining());
        below.write(file, offset, from);
    }

    @Override
    public void truncate(FileId file, long size) throws IOException {
        keeper.cuts(file, size);
        below.truncate(file, size);
    }

    @Override
    public void allocate(FileId file, int mode, long offset, long length) throws IOException {
        keeper.overwrites(file, offset, length);
        below.allocate(file, mode, offset, length);
    }

    @Override
    public void unlink(Entry at) throws IOException {
        removes(at);
        below.unlink(at);
    }

    @Override
    public void removeDirectory(Entry at) throws IOException {
        removes(at);
        below.removeDirectory(at);
    }

    private void removes(Entry at) throws IOException {
        Optional<Node> node = below.lookup(at.parent(), at.name());
        if (node.isPresent()) {
            keeper.removes(at, node.get());
        }
    }

    @Override
    public void setAttributes(FileId file, int mask, Attributes attributes, Moment accessed)
            throws IOException {
        keeper.changes(below.stat(file), mask, attributes);
        below.setAttributes(file, mask, attributes, accessed);
    }

    /** A file of this tree while it is open for writing. */
    private final class KeptFile implements OpenFile {
        private final FileId id;
        private final OpenFile open;

        KeptFile(FileId id, OpenFile open) {
            this.id = id;
            this.open = open;
        }

        @Override
        public Node stat() throws IOException {
            return open.stat();
        }

        @Override
        public int read(long offset, ByteBuffer into) throws IOException {
            return open.read(offset, into);
        }

        @Override
        public void write(long offset, ByteBuffer from) throws IOException {
            keeper.overwrites(id, offset, from.remaining());
            open.write(offset, from);
        }

        @Override
        public void truncate(long size) throws IOException {
            keeper.cuts(id, size);
            open.truncate(size);
        }

        @Override
        public List<Operation.ExtendedAttribute> extended() throws IOException {
            return open.extended();
        }

        @Override
        public void replaceExtended(List<Operation.ExtendedAttribute> all) throws IOException {
            open.replaceExtended(all);
        }

        @Override
        public void setAttributes(int mask, Attributes attributes, Moment accessed)
                throws IOException {
            keeper.changes(open.stat(), mask, attributes);
            open.setAttributes(mask, attributes, accessed);
        }

        @Override
        public long data(long from) throws IOException {
            return open.data(from);
        }

        @Override
        public long hole(long from) throws IOException {
            return open.hole(from);
        }

        @Override
        public void punch(long offset, long length) throws IOException {
            keeper.overwrites(id, offset, length);
            open.punch(offset, length);
        }

        @Override
        public void close() {
            open.close();
        }
    }
}
