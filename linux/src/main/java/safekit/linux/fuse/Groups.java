package safekit.linux.fuse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The further groups of a process, which no request tells. */
final class Groups {
    private static final String LINE = "Groups:";

    private Groups() {}

    /** None when the process is gone, or is one of another process namespace (0). */
    static Set<Integer> of(int process) {
        var groups = new HashSet<Integer>();
        if (process == 0) {
            return groups;
        }
        try {
            Path status = Path.of("/proc", Integer.toString(process), "status");
            for (String line : Files.readAllLines(status, StandardCharsets.ISO_8859_1)) {
                if (line.startsWith(LINE)) {
                    String numbers = line.substring(LINE.length()).strip();
                    for (String number : numbers.isEmpty() ? new String[0] : numbers.split(" ")) {
                        groups.add(Integer.parseUnsignedInt(number));
                    }
                }
            }
        } catch (IOException gone) {
            // Who is gone belongs to nothing: the bit goes, which is the safe side.
            return groups;
        }
        return groups;
    }
}
