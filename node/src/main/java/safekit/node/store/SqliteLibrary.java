package safekit.node.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import safekit.node.disk.FileTree;

/**
 * Where SQLite's native code is unpacked: in a directory of this process alone, never in /tmp,
 * where others can write and where it would remain.
 */
public final class SqliteLibrary {
    private SqliteLibrary() {}

    /** Uses this directory, emptied of what a crash left; before the first database is opened. */
    public static void unpackInto(Path directory) throws IOException {
        FileTree.delete(directory);
        Files.createDirectories(directory);
        System.setProperty("org.sqlite.tmpdir", directory.toString());
    }
}
