package safekit.linux.mount;

import java.util.List;

/**
 * One line of mountinfo, see proc_pid_mountinfo(5).
 *
 * @param id number of this mount
 * @param parent number of the mount that it covers a part of
 * @param major of the device
 * @param minor of the device; names the connection of a FUSE mount
 * @param root directory of the file system that is the root of this mount
 * @param point where it is mounted, absolute
 * @param options of this mount
 * @param type of the file system, for FUSE with its subtype
 * @param source what was mounted
 */
public record Mount(
        int id,
        int parent,
        int major,
        int minor,
        String root,
        String point,
        List<String> options,
        String type,
        String source) {
    public Mount {
        options = List.copyOf(options);
    }

    public boolean fuse() {
        return type.equals("fuse") || type.startsWith("fuse.");
    }
}
