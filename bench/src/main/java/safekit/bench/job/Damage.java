package safekit.bench.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Makes what a resynchronisation has to bring over, and syncs it. Arguments:
 *
 * <ul>
 *   <li>{@code fill FILE MIB}: a file of random bytes, no two blocks alike
 *   <li>{@code blocks FILE BYTES COUNT}: so many different blocks of that size get new content
 *   <li>{@code files DIRECTORY COUNT}: small files, 1 to 12 KiB, 100 in each directory
 *   <li>{@code names DIRECTORY COUNT}: files without content, 1000 in each directory
 * </ul>
 */
public final class Damage {
    private static final int SIZES = 12;
    private static final int FILES_OF_A_DIRECTORY = 100;
    private static final int NAMES_OF_A_DIRECTORY = 1000;

    private Damage() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path path = Path.of(arguments[1]);
        int number = Integer.parseInt(arguments[2]);
        switch (arguments[0]) {
            case "fill" -> fill(path, number);
            case "blocks" -> blocks(path, number, Integer.parseInt(arguments[3]));
            case "files" -> files(path, number);
            case "names" -> names(path, number);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        Commands.run("sync", "-f", path.toString());
    }

    private static void fill(Path file, int megabytes) throws IOException {
        var random = new Random();
        var content = new byte[Scale.MEBIBYTE];
        try (var out = Files.newOutputStream(file)) {
            for (int i = 0; i < megabytes; i++) {
                random.nextBytes(content);
                out.write(content);
            }
        }
    }

    private static void blocks(Path file, int bytes, int count) throws IOException {
        var random = new Random();
        var content = new byte[bytes];
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            List<Integer> all = new ArrayList<>();
            for (int i = 0; i < channel.size() / bytes; i++) {
                all.add(i);
            }
            Collections.shuffle(all, random);
            for (int block : all.subList(0, count)) {
                random.nextBytes(content);
                Blocks.write(channel, ByteBuffer.wrap(content), (long) block * bytes);
            }
        }
    }

    private static void names(Path directory, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Path parent = directory.resolve("d" + i / NAMES_OF_A_DIRECTORY);
            if (i % NAMES_OF_A_DIRECTORY == 0) {
                Files.createDirectories(parent);
            }
            Files.createFile(parent.resolve("f" + i));
        }
    }

    private static void files(Path directory, int count) throws IOException {
        var random = new Random();
        for (int i = 0; i < count; i++) {
            var content = new byte[(1 + i % SIZES) << 10];
            random.nextBytes(content);
            Path parent = directory.resolve("d" + i / FILES_OF_A_DIRECTORY);
            Files.createDirectories(parent);
            Files.write(parent.resolve("f" + i), content);
        }
    }
}
