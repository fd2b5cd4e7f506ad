package safekit.bench.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An archive of small files is unpacked by tar(1), in files per second. */
final class Untar implements Job {
    private static final int FILES_OF_A_DIRECTORY = 100;

    /** Sizes of files go round in this many steps of 1 KiB. */
    private static final int SIZES = 12;

    private final Scale scale;
    private final Path archive = Path.of("bench.tar");

    Untar(Scale scale) {
        this.scale = scale;
    }

    @Override
    public void prepare(Path directory) throws IOException, InterruptedException {
        if (Files.exists(archive)) {
            return;
        }
        Path tree = Path.of("bench-tree");
        var content = new byte[SIZES << 10];
        Blocks.random(content.length).get(content);
        for (int i = 0; i < scale.files(); i++) {
            Path parent = tree.resolve("d" + i / FILES_OF_A_DIRECTORY);
            Files.createDirectories(parent);
            try (var out = Files.newOutputStream(parent.resolve("f" + i))) {
                out.write(content, 0, (1 + i % SIZES) << 10);
            }
        }
        Commands.run("tar", "-cf", archive.toString(), tree.toString());
        Commands.run("rm", "-r", tree.toString());
    }

    @Override
    public void turn(Path directory, Samples samples) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Commands.run("tar", "-xf", archive.toString(), "-C", directory.toString());
        double seconds = (System.nanoTime() - begin) / 1e9;
        samples.add("untar", scale.files() / seconds);
        Commands.run("rm", "-r", directory.resolve("bench-tree").toString());
    }

    @Override
    public void clean(Path directory) throws IOException {
        Files.deleteIfExists(archive);
    }

    @Override
    public boolean warmsUp() {
        return false;
    }
}
