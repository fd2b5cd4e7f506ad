package safekit.linux.fuse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One line of /proc/self/mountinfo.
 *
 * @param id the number of the mount
 * @param parent the number of the mount on which it lies
 * @param device {@code major:minor}
 * @param directory where it is
 * @param type of the file system, as {@code fuse.safekit}
 * @param source what is mounted, as {@code safekit:<module>}
 */
record MountPoint(int id, int parent, String device, String directory, String type, String source) {

    /** What is mounted at this directory and not covered, without touching the directory. */
    static Optional<MountPoint> topAt(Path directory) {
        List<MountPoint> here = new ArrayList<>();
        for (MountPoint mount : all()) {
            if (mount.directory.equals(directory.toString())) {
                here.add(mount);
            }
        }
        return here.stream()
                .filter(mount -> here.stream().noneMatch(other -> other.parent == mount.id))
                .findFirst();
    }

    private static List<MountPoint> all() {
        List<MountPoint> mounts = new ArrayList<>();
        try {
            // Byte by byte; the names are decoded after their escapes.
            for (String line :
                    Files.readAllLines(
                            Path.of("/proc/self/mountinfo"), StandardCharsets.ISO_8859_1)) {
                mounts.add(of(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("/proc/self/mountinfo cannot be read", e);
        }
        return mounts;
    }

    static MountPoint of(String line) {
        String[] fields = line.split(" ", -1);
        int dash = 6;
        while (!fields[dash].equals("-")) {
            dash++;
        }
        return new MountPoint(
                Integer.parseInt(fields[0]),
                Integer.parseInt(fields[1]),
                fields[2],
                unescaped(fields[4]),
                fields[dash + 1],
                unescaped(fields[dash + 2]));
    }

    /** The minor number: the name of the connection in fusectl. */
    String minor() {
        return device.substring(device.indexOf(':') + 1);
    }

    private static String unescaped(String field) {
        var bytes = new byte[field.length()];
        int length = 0;
        for (int i = 0; i < field.length(); i++) {
            if (field.charAt(i) == '\\') {
                bytes[length++] = (byte) Integer.parseInt(field.substring(i + 1, i + 4), 8);
                i += 3;
            } else {
                bytes[length++] = (byte) field.charAt(i);
            }
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
