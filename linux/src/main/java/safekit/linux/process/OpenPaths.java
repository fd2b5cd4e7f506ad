package safekit.linux.process;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Who has files open, as /proc tells. */
public final class OpenPaths {
    private OpenPaths() {}

    /** The other processes that have something open at or below this directory. */
    public static List<ProcessEntry> users(Path directory) throws IOException {
        long own = ProcessHandle.current().pid();
        return ProcessTable.read().processes().stream()
                .filter(process -> process.id() != own && uses(process.id(), directory))
                .toList();
    }

    /** A process that ends meanwhile has nothing open any more. */
    private static boolean uses(long process, Path directory) {
        Path open = Path.of("/proc", Long.toString(process), "fd");
        try (DirectoryStream<Path> numbers = Files.newDirectoryStream(open)) {
            for (Path number : numbers) {
                if (leadsBelow(number, directory)) {
                    return true;
                }
            }
            return false;
        } catch (IOException | DirectoryIteratorException ended) {
            return false;
        }
    }

    private static boolean leadsBelow(Path number, Path directory) {
        try {
            Path target = Files.readSymbolicLink(number);
            return target.isAbsolute() && target.startsWith(directory);
        } catch (IOException closed) {
            return false;
        }
    }
}
