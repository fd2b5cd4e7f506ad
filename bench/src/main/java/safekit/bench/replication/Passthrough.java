package safekit.bench.replication;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import safekit.bench.figures.Report;
import safekit.lab.host.LabHost;
import safekit.lab.host.Outcome;

/**
 * libfuse's own example of a file system in C, which passes everything to the directory below. The
 * package libfuse3-dev brings its source; it is compiled on the host. The kernel checks
 * permissions, as it does for ours. Extended attributes stay off as the example has them: with them
 * the kernel would ask for one before each write, which ours is spared by a flag that the example
 * does not know.
 */
final class Passthrough {
    private static final Path SOURCE =
            Path.of("/usr/share/doc/libfuse3-dev/examples/passthrough_ll.c");
    private static final Duration COMPILED = Duration.ofMinutes(1);

    private Passthrough() {}

    /** Mounts it at {@code <disk>/native}; false, and a remark, when it cannot be had. */
    static boolean mount(LabHost host, Report report) {
        if (!Files.isReadable(SOURCE)) {
            report.remark("skipped: " + Target.NATIVE + ", there is no " + SOURCE);
            return false;
        }
        String compile =
                "gcc -O2 -D_FILE_OFFSET_BITS=64 -o passthrough_ll "
                        + SOURCE
                        + " $(pkg-config fuse3 --cflags --libs)";
        Outcome compiled = host.exec(COMPILED, "sh", "-c", compile);
        if (!compiled.succeeded()) {
            report.remark(
                    "skipped: " + Target.NATIVE + ", " + compiled.toString().replace('\n', ' '));
            return false;
        }
        String mount =
                "mkdir -p native native-below && ./passthrough_ll -o allow_other,default_permissions"
                        + " -o source=$PWD/native-below,cache=always native";
        host.exec("sh", "-c", mount).orThrow();
        return true;
    }
}
