package safekit.linux.mount;

import java.io.IOException;
import java.nio.file.Path;

/** Takes away a mount that a process of ours left. */
public final class Detach {
    private Detach() {}

    /**
     * Detaches the top mount at {@code path} (absolute, without links) when its type is {@code
     * type}, for FUSE with the subtype: {@code fuse.safekit}. Those who have files open there keep
     * a dead mount; the path shows what is below at once.
     *
     * @return whether there was one
     */
    public static boolean top(Path path, String type) throws IOException {
        Mount top = MountTable.read().top(path);
        if (top == null || !top.type().equals(type)) {
            return false;
        }
        MountCalls.detach(path);
        return true;
    }
}
