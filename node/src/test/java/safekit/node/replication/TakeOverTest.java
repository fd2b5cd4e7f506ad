package safekit.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import safekit.core.generation.Meeting;

/** What was answered is there when the secondary takes over at that moment. */
@Timeout(60)
class TakeOverTest {
    private static final int FILES = 120;
    private static final FileTime SET = FileTime.fromMillis(1_005);

    private static void write(Path file, int bytes) throws IOException {
        Files.write(file, new byte[bytes]);
    }

    /** Writes, and makes shorter what it wrote, by each of the ways there are. */
    private static void cut(Path file, int way) throws IOException {
        write(file, 511);
        switch (way % 4) {
            case 0 -> {
                try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(0);
                }
            }
            case 1 ->
                    FileChannel.open(
                                    file,
                                    StandardOpenOption.WRITE,
                                    StandardOpenOption.TRUNCATE_EXISTING)
                            .close();
            case 2 -> write(file, 0);
            default -> {
                Path other = file.resolveSibling("other");
                write(other, 0);
                Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void truncations_and_times_that_were_answered_are_there(boolean onReceipt) throws Exception {
        try (var pair = new Pair(onReceipt ? Host.Options.RECEIPT : Host.Options.DISK)) {
            pair.alone();
            pair.copy(Meeting.Copy.EVERYTHING);
            for (int i = 0; i < FILES; i++) {
                Path file = pair.primary.directory.resolve("file" + i);
                cut(file, i);
                Files.setLastModifiedTime(file, SET);
                if (i % 4 == 0) {
                    write(file, 5000);
                    Files.setLastModifiedTime(file, SET);
                }
            }
            pair.primary.abortMounts();
            pair.takeOver();
            for (int i = 0; i < FILES; i++) {
                Path file = pair.primary.directory.resolve("file" + i);
                assertThat(Files.size(file)).as("file%d", i).isEqualTo(i % 4 == 0 ? 5000 : 0);
                assertThat(Files.getLastModifiedTime(file)).as("file%d", i).isEqualTo(SET);
            }
        }
    }
}
