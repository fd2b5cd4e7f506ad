package safekit.linux.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import safekit.linux.clock.BootId;

/**
 * One process for ever, however its number is used later and however the wall clock moves. Its text
 * is three numbers, for a file.
 *
 * @param id process id
 * @param startTicks clock ticks from the boot to its start
 * @param boot boot of the host
 */
public record ProcessIdentity(long id, long startTicks, long boot) {
    private static final int WORDS = 3;

    /** That of a living process, null when there is none with this id. */
    public static @Nullable ProcessIdentity of(long id) throws IOException {
        ProcessEntry entry = ProcessTable.byId(id);
        return entry == null ? null : new ProcessIdentity(id, entry.startTicks(), BootId.read());
    }

    /** That of this process. */
    public static ProcessIdentity own() throws IOException {
        ProcessIdentity own = of(ProcessHandle.current().pid());
        if (own == null) {
            throw new IOException("/proc does not show this process: is it mounted?");
        }
        return own;
    }

    /** Reads the first words of a file; null when it is not there or has something else. */
    public static @Nullable ProcessIdentity read(Path file) throws IOException {
        String[] words = Files.exists(file) ? Files.readString(file).strip().split(" ", -1) : null;
        return words == null ? null : parse(words);
    }

    private static @Nullable ProcessIdentity parse(String[] words) {
        if (words.length < WORDS) {
            return null;
        }
        for (int i = 0; i < WORDS; i++) {
            if (!words[i].matches("-?[0-9]{1,19}")) {
                return null;
            }
        }
        try {
            return new ProcessIdentity(
                    Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
        } catch (NumberFormatException tooLarge) {
            return null;
        }
    }

    /** The text that {@link #read} reads. */
    public String print() {
        return id + " " + startTicks + " " + boot;
    }

    /** Whether it still runs; one that is dead but not collected by its parent does not. */
    public boolean isAlive() throws IOException {
        ProcessEntry entry = ProcessTable.byId(id);
        return entry != null
                && !entry.zombie()
                && entry.startTicks() == startTicks
                && boot == BootId.read();
    }

    /** Kills it and all others of the group that it leads; nothing when it runs no more. */
    public void killGroup() throws IOException {
        if (isAlive()) {
            ProcessGroup.kill(id);
        }
    }
}
