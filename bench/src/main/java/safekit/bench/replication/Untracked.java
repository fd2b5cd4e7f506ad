package safekit.bench.replication;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import safekit.linux.file.LowerTree;
import safekit.linux.fuse.FuseMount;
import safekit.linux.fuse.FuseOptions;
import safekit.linux.fuse.PassthroughSink;

/** Serves the directory of its argument as a module does, but logs and sends nothing. */
public final class Untracked {
    private Untracked() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        Files.createDirectories(directory);
        FuseMount.allowManyFiles();
        FuseMount.mount(
                directory,
                "untracked",
                LowerTree.open(directory),
                new PassthroughSink(),
                FuseOptions.WRITE_THROUGH,
                failure -> System.exit(1));
        System.out.println("mounted");
        new CountDownLatch(1).await();
    }
}
