package safekit.node.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is mounted where, from the text of /proc/self/mountinfo. */
final class Mounts {
    private static final int MOUNT_POINT = 4;

    private final List<Path> points = new ArrayList<>();

    Mounts(String mountinfo) {
        for (String line : mountinfo.split("\n", -1)) {
            String[] fields = line.split(" ", -1);
            if (fields.length > MOUNT_POINT) {
                points.add(Path.of(unescaped(fields[MOUNT_POINT])));
            }
        }
    }

    static Mounts now() throws IOException {
        return new Mounts(
                Files.readString(Path.of("/proc/self/mountinfo"), StandardCharsets.ISO_8859_1));
    }

    /** The mount points below the directory, without itself. */
    List<Path> below(Path directory) {
        return points.stream()
                .filter(point -> point.startsWith(directory) && !point.equals(directory))
                .toList();
    }

    /** The kernel writes blanks and backslashes as three octal digits. */
    private static String unescaped(String field) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < field.length(); at++) {
            if (field.charAt(at) == '\\' && at + 3 < field.length()) {
                text.append((char) Integer.parseInt(field.substring(at + 1, at + 4), 8));
                at += 3;
            } else {
                text.append(field.charAt(at));
            }
        }
        return new String(
                text.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
