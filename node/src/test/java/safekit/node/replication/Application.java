package safekit.node.replication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Random;

/** An application that does random things in its directory. Names are few, so they meet. */
final class Application {
    private final Path root;
    private final Random random;
    private final int names;
    private boolean hardLinks = true;
    int done;
    int refused;

    Application(Path root, long seed, int names) {
        this.root = root;
        this.random = new Random(seed);
        this.names = names;
    }

    /** Each file has one name: what the logs name can be brought over alone. */
    Application withoutHardLinks() {
        hardLinks = false;
        return this;
    }

    void steps(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            step();
        }
    }

    /** One random operation; what the file system refuses for the state of the names is fine. */
    void step() throws IOException {
        try {
            act(random.nextInt(100));
            done++;
        } catch (FileSystemException refusal) {
            refused++;
            String why = "" + refusal.getMessage();
            if (why.contains("Input/output") || why.contains("Read-only")) {
                throw new IOException(refusal);
            }
        } catch (IOException refusal) {
            refused++;
            String why = "" + refusal.getMessage();
            if (!why.contains("Is a directory")
                    && !why.contains("Not a directory")
                    && !why.contains("No such")) {
                throw refusal;
            }
        }
    }

    private void act(int kind) throws IOException {
        if (kind < 45) {
            write();
        } else if (kind < 52) {
            truncate();
        } else if (kind < 62) {
            Files.createDirectory(path());
        } else if (kind < 70) {
            Files.move(path(), path(), StandardCopyOption.ATOMIC_MOVE);
        } else if (kind < 78) {
            Files.delete(path());
        } else if (kind < 82) {
            Path link = path();
            Path existing = path();
            if (hardLinks) {
                Files.createLink(link, existing);
            }
        } else if (kind < 86) {
            Files.createSymbolicLink(path(), Path.of("to" + random.nextInt(9)));
        } else {
            attributes(kind);
        }
    }

    private void attributes(int kind) throws IOException {
        Path path = path();
        if (kind < 90) {
            String mode = random.nextBoolean() ? "rw-r-----" : "rwxr-xr-x";
            if (!Files.isSymbolicLink(path)) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
            }
        } else if (kind < 94) {
            Files.setAttribute(path, "unix:uid", random.nextInt(2000), LinkOption.NOFOLLOW_LINKS);
        } else if (kind < 96) {
            extended(path);
        } else if (kind < 98) {
            if (!Files.isSymbolicLink(path)) {
                Files.setLastModifiedTime(path, FileTime.fromMillis(random.nextLong(1L << 40)));
            }
        } else {
            try (var channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.force(random.nextBoolean());
            }
        }
    }

    private void extended(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            throw new FileAlreadyExistsException("" + path);
        }
        var view = Files.getFileAttributeView(path, UserDefinedFileAttributeView.class);
        String name = "a" + random.nextInt(3);
        if (random.nextInt(3) == 0 && view.list().contains(name)) {
            view.delete(name);
        } else {
            byte[] value = new byte[random.nextInt(60)];
            random.nextBytes(value);
            view.write(name, ByteBuffer.wrap(value));
        }
    }

    private void write() throws IOException {
        Path path = path();
        if (Files.isSymbolicLink(path)) {
            throw new FileAlreadyExistsException("" + path);
        }
        try (var channel =
                FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            int writes = 1 + random.nextInt(4);
            for (int i = 0; i < writes; i++) {
                byte[] bytes =
                        new byte[1 + random.nextInt(random.nextInt(10) == 0 ? 200_000 : 9000)];
                random.nextBytes(bytes);
                channel.write(ByteBuffer.wrap(bytes), random.nextInt(400_000));
            }
        }
    }

    private void truncate() throws IOException {
        Path path = path();
        if (Files.isSymbolicLink(path)) {
            throw new FileAlreadyExistsException("" + path);
        }
        try (var channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(random.nextInt(300_000));
        }
    }

    private Path path() {
        Path at = root;
        int depth = 1 + random.nextInt(3);
        for (int i = 0; i < depth; i++) {
            at = at.resolve("n" + random.nextInt(names));
        }
        return at;
    }
}
