package safekit.bench.job;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** A tree whose names and attributes are known: each file's attributes, and a walk over it. */
final class Walks implements Job {
    private static final int FILES_OF_A_DIRECTORY = 100;

    private final Scale scale;

    Walks(Scale scale) {
        this.scale = scale;
    }

    @Override
    public void prepare(Path directory) throws IOException {
        for (int i = 0; i < scale.files(); i++) {
            Path file = file(directory, i);
            if (i % FILES_OF_A_DIRECTORY == 0) {
                Files.createDirectory(file.getParent());
            }
            Files.createFile(file);
        }
        walk(directory);
    }

    @Override
    public void turn(Path directory, Samples samples) throws IOException {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < scale.files(); i++) {
            files.add(file(directory, i));
        }
        long stats = 0;
        long passed = 0;
        long begin = System.nanoTime();
        while (passed < scale.sliceNanos()) {
            for (Path file : files) {
                Files.readAttributes(file, BasicFileAttributes.class);
            }
            stats += files.size();
            passed = System.nanoTime() - begin;
        }
        samples.add("stat", stats / (passed / 1e9));
        begin = System.nanoTime();
        long seen = 0;
        do {
            seen += walk(directory);
            passed = System.nanoTime() - begin;
        } while (passed < scale.sliceNanos());
        samples.add("walk", seen / (passed / 1e9));
    }

    @Override
    public void clean(Path directory) throws IOException {
        for (int i = 0; i < scale.files(); i++) {
            Files.delete(file(directory, i));
        }
        for (int i = 0; i < scale.files(); i += FILES_OF_A_DIRECTORY) {
            Files.delete(file(directory, i).getParent());
        }
    }

    private static Path file(Path directory, int number) {
        return directory.resolve("d" + number / FILES_OF_A_DIRECTORY).resolve("f" + number);
    }

    private static long walk(Path directory) throws IOException {
        var count = new long[1];
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        count[0]++;
                        return FileVisitResult.CONTINUE;
                    }
                });
        return count[0];
    }
}
