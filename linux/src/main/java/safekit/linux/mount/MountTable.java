package safekit.linux.mount;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The mounts of this process's mount namespace at one moment. Immutable. */
public record MountTable(List<Mount> mounts) {
    private static final Path MOUNTINFO = Path.of("/proc/self/mountinfo");
    private static final int FIXED_FIELDS = 6;

    public MountTable {
        mounts = List.copyOf(mounts);
    }

    /** Reads it from the kernel. */
    public static MountTable read() throws IOException {
        // Names are bytes: one character per byte until the escapes are resolved.
        return parse(Files.readString(MOUNTINFO, StandardCharsets.ISO_8859_1));
    }

    static MountTable parse(String text) throws IOException {
        var mounts = new ArrayList<Mount>();
        for (String line : text.lines().toList()) {
            mounts.add(mount(line));
        }
        return new MountTable(mounts);
    }

    private static Mount mount(String line) throws IOException {
        List<String> fields = List.of(line.split(" ", -1));
        int separator = fields.indexOf("-");
        if (separator < FIXED_FIELDS || fields.size() < separator + 3) {
            throw new IOException("mountinfo: unknown line: " + line);
        }
        String[] device = fields.get(2).split(":", 2);
        try {
            return new Mount(
                    Integer.parseInt(fields.get(0)),
                    Integer.parseInt(fields.get(1)),
                    Integer.parseInt(device[0]),
                    Integer.parseInt(device[1]),
                    text(fields.get(3)),
                    text(fields.get(4)),
                    Arrays.asList(fields.get(5).split(",")),
                    text(fields.get(separator + 1)),
                    text(fields.get(separator + 2)));
        } catch (NumberFormatException malformed) {
            throw new IOException("mountinfo: unknown line: " + line, malformed);
        }
    }

    /** Resolves escapes of blank, tab, newline, backslash and hash: a backslash, three octals. */
    private static String text(String field) {
        var bytes = new ByteArrayOutputStream(field.length());
        for (int i = 0; i < field.length(); i++) {
            if (field.charAt(i) == '\\' && i + 3 < field.length()) {
                bytes.write(Integer.parseInt(field.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                bytes.write(field.charAt(i));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /**
     * The mount that one reaches at this path, when something is mounted exactly there; null when
     * nothing is. Of several mounts on each other it is the uppermost.
     */
    public @Nullable Mount top(Path path) {
        List<Mount> stack =
                mounts.stream().filter(mount -> mount.point().equals(path.toString())).toList();
        for (Mount mount : stack) {
            if (stack.stream().noneMatch(other -> other.parent() == mount.id())) {
                return mount;
            }
        }
        return null;
    }

    /** The mount with that number, null when it is out of sight. */
    public @Nullable Mount byId(int id) {
        return mounts.stream().filter(mount -> mount.id() == id).findFirst().orElse(null);
    }

    /** Mounts strictly below this path. */
    public List<Mount> below(Path path) {
        String prefix = path.toString().equals("/") ? "/" : path + "/";
        return mounts.stream()
                .filter(mount -> mount.point().startsWith(prefix) && !mount.point().equals("/"))
                .toList();
    }
}
