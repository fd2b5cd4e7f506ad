package safekit.node.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import safekit.linux.sys.ProcFile;
import safekit.node.disk.DurableFile;

/**
 * Tells a start of safeadmin with the machine from one after its own crash: the mark names the boot
 * of the kernel and of the container (start time of process 1), and an orderly end removes it.
 */
record BootMark(Path file) {
    private static final int START_TIME = 19;

    boolean isNewBoot() throws IOException {
        return !Files.exists(file) || !Files.readString(file).trim().equals(current());
    }

    void set() throws IOException {
        DurableFile.write(file, current() + "\n");
    }

    void clear() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String current() throws IOException {
        String boot = ProcFile.line(Path.of("/proc/sys/kernel/random/boot_id"));
        String stat = Files.readString(Path.of("/proc/1/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return boot + " " + fields[START_TIME];
    }
}
