package safekit.lab.host;

import java.nio.file.Path;

/**
 * An ext4 filesystem of its own over one directory of a host, which the host can fill or lose while
 * its other disk goes on. It is gone after a power-off.
 */
public final class SmallDisk implements AutoCloseable {
    private final LabHost host;
    private final Path directory;
    private final Path image;

    private SmallDisk(LabHost host, Path directory) {
        this.host = host;
        this.directory = directory;
        this.image = host.disk().resolve("." + directory.getFileName() + ".img");
    }

    /** Covers the directory, which is made when it is not there; nothing must use it now. */
    public static SmallDisk over(LabHost host, Path directory, int mebibytes) {
        var made = new SmallDisk(host, directory);
        made.sh(
                "mkdir -p %s && truncate -s %dM %s && mkfs.ext4 -q -F %s && mount -o loop %s %s"
                        .formatted(
                                directory,
                                mebibytes,
                                made.image,
                                made.image,
                                made.image,
                                directory));
        return made;
    }

    /** Leaves no free byte. */
    public void fill() {
        sh("cat /dev/zero >" + directory + "/.fill 2>/dev/null; sync " + directory + "/.fill");
    }

    /** Ends {@link #fill}. */
    public void free() {
        sh("rm -f " + directory + "/.fill");
    }

    /** The device is gone: from now on every access is an I/O error. */
    public void fail() {
        Kernel.shutDown(host.path(directory));
    }

    /** What lay below the disk is back; its last user must have closed its files. */
    @Override
    public void close() {
        sh("umount " + directory + " && rm " + image);
    }

    private void sh(String line) {
        host.exec("sh", "-c", line).orThrow();
    }
}
