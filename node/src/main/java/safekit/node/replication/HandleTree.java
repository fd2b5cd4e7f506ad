package safekit.node.replication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import safekit.core.bytes.Bytes;
import safekit.core.replication.Attributes;
import safekit.core.replication.Entry;
import safekit.core.replication.FileId;
import safekit.core.replication.Moment;
import safekit.core.replication.Name;
import safekit.core.replication.Operation;
import safekit.core.replication.Path;
import safekit.linux.file.DirectoryEntries;
import safekit.linux.file.FileStatus;
import safekit.linux.file.LowerFile;
import safekit.linux.file.LowerTree;
import safekit.linux.sys.Errno;
import safekit.linux.sys.Files;
import safekit.linux.sys.Memory;
import safekit.linux.sys.OpenFlags;
import safekit.linux.sys.Scratch;

/**
 * The replicated directories through {@link LowerTree}: files by handle, nothing kept open. The
 * position of the directory is in the top byte of a file's number, so that inodes of different file
 * systems keep apart.
 */
public final class HandleTree implements TreeAccess {
    private static final Set<Integer> NO_SUCH_NAME =
            Set.of(Errno.ENOENT, Errno.ESTALE, Errno.ENOTDIR);
    private static final int DIRECTORY_SHIFT = 56;
    private static final long INODE = (1L << DIRECTORY_SHIFT) - 1;
    private static final int PIECE = 1 << 20;

    static final ThreadLocal<FileStatus> STATUS = ThreadLocal.withInitial(FileStatus::new);
    private static final ThreadLocal<DirectoryEntries> ENTRIES =
            ThreadLocal.withInitial(DirectoryEntries::new);

    private final List<LowerTree> trees;

    /** Of these directories, in the order of the configuration; they stay the caller's. */
    public HandleTree(List<LowerTree> trees) {
        this.trees = List.copyOf(trees);
    }

    @Override
    public int directories() {
        return trees.size();
    }

    @Override
    public FileId id(int directory, long inode, long generation) {
        safekit.linux.file.FileId root = trees.get(directory).root();
        if (root.inode() == inode) {
            return FileId.root(directory);
        }
        return new FileId(inode | (long) directory << DIRECTORY_SHIFT, (int) generation);
    }

    static int directory(FileId file) {
        return file.isRoot() ? file.generation() : (int) (file.number() >>> DIRECTORY_SHIFT);
    }

    private LowerTree tree(FileId file) throws IOException {
        int directory = directory(file);
        if (directory >= trees.size()) {
            throw new IOException(file + " is in no replicated directory");
        }
        return trees.get(directory);
    }

    private safekit.linux.file.FileId lower(FileId file) throws IOException {
        if (file.isRoot()) {
            return tree(file).root();
        }
        long generation = Integer.toUnsignedLong(file.generation());
        return new safekit.linux.file.FileId(file.number() & INODE, generation);
    }

    static long check(long result, Object what) throws IOException {
        if (result == -Errno.ENOENT || result == -Errno.ESTALE) {
            throw new NoSuchFileException("" + what);
        }
        if (result < 0) {
            throw new IOException(what + ": errno " + -result);
        }
        return result;
    }

    private interface Act<T> {
        T on(int descriptor) throws IOException;
    }

    private <T> T open(FileId file, int flags, Act<T> act) throws IOException {
        int all = flags | OpenFlags.NO_FOLLOW | OpenFlags.CLOSE_ON_EXEC;
        int descriptor = tree(file).open(lower(file), all);
        check(descriptor, descriptor < 0 ? "opening " + file : file);
        try {
            return act.on(descriptor);
        } finally {
            Files.close(descriptor);
        }
    }

    private <T> T reference(FileId file, Act<T> act) throws IOException {
        return open(file, OpenFlags.PATH, act);
    }

    @Override
    public Node stat(FileId file) throws IOException {
        FileStatus status = STATUS.get();
        return reference(
                file,
                descriptor -> {
                    check(LowerFile.status(descriptor, status), file);
                    return node(file, status);
                });
    }

    static Node node(FileId id, FileStatus s) {
        int type = s.mode & Modes.TYPE;
        boolean device = type == 0020000 || type == 0060000;
        var attributes =
                new Attributes(
                        s.mode,
                        s.uid,
                        s.gid,
                        new Moment(s.mtimeSeconds, s.mtimeNanos),
                        new Moment(s.ctimeSeconds, s.ctimeNanos));
        return new Node(
                id,
                attributes,
                type == Modes.REGULAR ? s.size : 0,
                device ? Integer.toUnsignedLong(s.device()) : 0,
                s.links,
                new Moment(s.atimeSeconds, s.atimeNanos));
    }

    @Override
    public Optional<Node> lookup(FileId parent, Name name) throws IOException {
        FileStatus status = STATUS.get();
        int result = tree(parent).lookup(lower(parent), name.bytes(), status);
        if (NO_SUCH_NAME.contains(-result)) {
            return Optional.empty();
        }
        check(result, name);
        return Optional.of(node(id(directory(parent), status.inode, status.generation), status));
    }

    @Override
    public Names list(FileId directory, @Nullable Name beyond, int most) throws IOException {
        var names = new NameSelection(beyond, most);
        int flags = OpenFlags.DIRECTORY | OpenFlags.NO_ATIME;
        return open(
                directory,
                flags,
                descriptor -> {
                    DirectoryEntries entries = ENTRIES.get();
                    check(entries.start(descriptor, 0, PIECE), directory);
                    while (check(entries.next(), directory) > 0) {
                        if (!entries.isDot()) {
                            names.add(Name.of(entries.name()));
                        }
                    }
                    return names.selected();
                });
    }

    @Override
    public Optional<Path> path(FileId file) throws IOException {
        if (file.isRoot()) {
            return Optional.of(new Path(file, List.of()));
        }
        byte[] root = FilePaths.place(trees.get(directory(file)).descriptor());
        byte[] place;
        try {
            place = reference(file, FilePaths::place);
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
        Optional<Path> known = FilePaths.below(FileId.root(directory(file)), root, place);
        return known.isPresent() ? known : FilePaths.search(this, file, directory(file));
    }

    @Override
    public Bytes target(FileId link) throws IOException {
        return reference(
                link,
                descriptor -> {
                    long room = Scratch.mine().value();
                    long length =
                            check(LowerFile.readLink(descriptor, room, Scratch.PATH_BYTES), link);
                    return Bytes.copyOf(Memory.bytesAt(room, (int) length));
                });
    }

    @Override
    public OpenFile open(FileId file, boolean writing) throws IOException {
        int access = writing ? OpenFlags.READ_WRITE : OpenFlags.READ_ONLY | OpenFlags.NO_ATIME;
        int all = access | OpenFlags.NO_FOLLOW | OpenFlags.CLOSE_ON_EXEC;
        int descriptor = tree(file).open(lower(file), all);
        check(descriptor, descriptor < 0 ? "opening " + file : file);
        return new HandleFile(file, descriptor);
    }

    @Override
    public int read(FileId file, long offset, ByteBuffer into) throws IOException {
        try (OpenFile open = open(file, false)) {
            return open.read(offset, into);
        }
    }

    @Override
    public void write(FileId file, long offset, ByteBuffer from) throws IOException {
        try (OpenFile open = open(file, true)) {
            open.write(offset, from);
        }
    }

    @Override
    public void truncate(FileId file, long size) throws IOException {
        reference(file, descriptor -> check(LowerFile.truncate(descriptor, size), file));
    }

    @Override
    public void allocate(FileId file, int mode, long offset, long length) throws IOException {
        open(
                file,
                OpenFlags.WRITE_ONLY,
                descriptor -> check(Files.allocate(descriptor, mode, offset, length), file));
    }

    @Override
    public Node create(Entry at, Attributes attributes, long device, Bytes target)
            throws IOException {
        Node made = make(at, attributes.mode(), device, target);
        setAttributes(made.id(), Sender.ATTRIBUTES, attributes, attributes.modified());
        return made;
    }

    @Override
    public Node make(Entry at, int mode, long device, Bytes target) throws IOException {
        LowerTree tree = tree(at.parent());
        safekit.linux.file.FileId parent = lower(at.parent());
        byte[] name = at.name().bytes();
        check(
                switch (mode & Modes.TYPE) {
                    case Modes.DIRECTORY -> tree.makeDirectory(parent, name, 0700);
                    case Modes.SYMLINK -> tree.makeSymlink(parent, name, target.toArray());
                    default ->
                            tree.makeNode(parent, name, (mode & Modes.TYPE) | 0600, (int) device);
                },
                at.name());
        return lookup(at.parent(), at.name())
                .orElseThrow(() -> new NoSuchFileException("" + at.name()));
    }

    @Override
    public void link(FileId file, Entry at) throws IOException {
        reference(
                file,
                descriptor ->
                        check(
                                tree(at.parent())
                                        .link(descriptor, lower(at.parent()), at.name().bytes()),
                                at.name()));
    }

    @Override
    public void unlink(Entry at) throws IOException {
        check(tree(at.parent()).unlink(lower(at.parent()), at.name().bytes()), at.name());
    }

    @Override
    public void removeDirectory(Entry at) throws IOException {
        check(tree(at.parent()).removeDirectory(lower(at.parent()), at.name().bytes()), at.name());
    }

    @Override
    public void rename(Entry from, Entry to, Operation.Rename.How how) throws IOException {
        int flags =
                switch (how) {
                    case REPLACE -> 0;
                    case NO_REPLACE -> 1;
                    case EXCHANGE -> 2;
                    case WHITEOUT -> 4;
                };
        check(
                tree(from.parent())
                        .rename(
                                lower(from.parent()),
                                from.name().bytes(),
                                lower(to.parent()),
                                to.name().bytes(),
                                flags),
                from.name());
    }

    @Override
    public void setAttributes(FileId file, int mask, Attributes attributes, Moment accessed)
            throws IOException {
        reference(
                file,
                descriptor -> LowerAttributes.set(descriptor, file, mask, attributes, accessed));
    }

    @Override
    public Unnamed createUnnamed(FileId directory, Attributes attributes) throws IOException {
        LowerTree tree = tree(directory);
        int descriptor = tree.temporaryFile(lower(directory), OpenFlags.READ_WRITE, 0600);
        check(descriptor, directory);
        try {
            FileStatus status = STATUS.get();
            check(tree.identify(descriptor, status), directory);
            FileId id = id(directory(directory), status.inode, status.generation);
            LowerAttributes.set(
                    descriptor, id, Sender.ATTRIBUTES, attributes, attributes.modified());
            return new Unnamed(id, () -> Files.close(descriptor));
        } catch (IOException failed) {
            Files.close(descriptor);
            throw failed;
        }
    }

    @Override
    public void setExtended(FileId file, Bytes name, Bytes value, int flags) throws IOException {
        reference(file, descriptor -> ExtendedAttributes.set(descriptor, name, value, flags));
    }

    @Override
    public void removeExtended(FileId file, Bytes name) throws IOException {
        reference(file, descriptor -> ExtendedAttributes.remove(descriptor, name));
    }

    @Override
    public List<Operation.ExtendedAttribute> extended(FileId file) throws IOException {
        return reference(file, ExtendedAttributes::of);
    }

    @Override
    public void replaceExtended(FileId file, List<Operation.ExtendedAttribute> all)
            throws IOException {
        reference(file, descriptor -> ExtendedAttributes.replace(descriptor, all));
    }

    @Override
    public void sync(FileId file, boolean dataOnly) throws IOException {
        int type = stat(file).attributes().mode() & Modes.TYPE;
        if (type == Modes.REGULAR || type == Modes.DIRECTORY) {
            open(
                    file,
                    OpenFlags.READ_ONLY,
                    descriptor ->
                            check(
                                    dataOnly ? Files.syncData(descriptor) : Files.sync(descriptor),
                                    file));
        }
    }

    @Override
    public void syncAll() throws IOException {
        for (LowerTree tree : trees) {
            check(tree.sync(), "syncfs");
        }
    }
}
