package safekit.linux.fuse;

import java.nio.file.Path;
import java.time.Duration;
import safekit.linux.file.LowerTree;

/** Serves a directory until it is unmounted: for trying things by hand. */
final class ServeDirectory {
    private ServeDirectory() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        long began = System.nanoTime();
        FuseMount.detachDead(directory);
        try (LowerTree tree = LowerTree.open(directory);
                FuseMount mount =
                        FuseMount.mount(
                                directory,
                                "test",
                                tree,
                                new PassthroughSink(),
                                FuseOptions.WRITE_THROUGH,
                                Throwable::printStackTrace)) {
            long millis = (System.nanoTime() - began) / 1_000_000;
            System.out.println("mounted after " + millis + " ms");
            while (!mount.awaitEnd(Duration.ofHours(1))) {
                System.out.println("serving");
            }
        }
    }
}
