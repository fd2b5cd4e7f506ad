package safekit.bench.inside;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Appends 4 KiB and calls fsync, in batches that take turns between the directories; the file is
 * removed at the end. Arguments: how many per directory, directories. The first batches are not
 * shown.
 */
public final class SyncedAppends {
    private static final int BLOCK = 4096;
    private static final int BATCH = 10;
    private static final int WARM_UP = 100;

    private SyncedAppends() {}

    public static void main(String[] arguments) throws IOException {
        int count = Integer.parseInt(arguments[0]);
        List<Path> files = new ArrayList<>();
        List<FileChannel> channels = new ArrayList<>();
        for (String directory : List.of(arguments).subList(1, arguments.length)) {
            Path file = Path.of(directory, "bench-appends");
            files.add(file);
            channels.add(
                    FileChannel.open(
                            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        }
        var text = new StringBuilder();
        for (int done = 0; done < WARM_UP + count; done += BATCH) {
            for (int i = 0; i < channels.size(); i++) {
                for (int n = 0; n < BATCH; n++) {
                    long nanos = append(channels.get(i));
                    if (done >= WARM_UP) {
                        text.append(i).append(' ').append(nanos).append('\n');
                    }
                }
            }
        }
        for (int i = 0; i < channels.size(); i++) {
            channels.get(i).close();
            Files.delete(files.get(i));
        }
        System.out.print(text);
    }

    private static long append(FileChannel channel) throws IOException {
        var block = ByteBuffer.allocateDirect(BLOCK);
        long start = System.nanoTime();
        while (block.hasRemaining()) {
            channel.write(block);
        }
        channel.force(true);
        return System.nanoTime() - start;
    }
}
