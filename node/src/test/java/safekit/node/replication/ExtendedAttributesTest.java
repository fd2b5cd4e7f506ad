package safekit.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import safekit.core.generation.Meeting;

/** Extended attributes that were set, changed and removed while the other node was away. */
@Timeout(60)
class ExtendedAttributesTest {
    private static UserDefinedFileAttributeView of(Path file) {
        return Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    }

    private static void set(Path file, String name, String value) throws IOException {
        of(file).write(name, StandardCharsets.UTF_8.encode(value));
    }

    private static String value(Path file, String name) throws IOException {
        ByteBuffer value = ByteBuffer.allocate(of(file).size(name));
        of(file).read(name, value);
        return StandardCharsets.UTF_8.decode(value.flip()).toString();
    }

    @Test
    void what_was_done_alone_is_brought_over_and_nothing_else() throws Exception {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            Path here = pair.primary.directory;
            Path there = pair.secondary.directory;
            pair.alone();
            Files.writeString(here.resolve("file"), "content");
            Files.createDirectory(here.resolve("directory"));
            set(here.resolve("file"), "stays", "1");
            set(here.resolve("file"), "changes", "2");
            set(here.resolve("file"), "goes", "3");
            pair.copy(Meeting.Copy.EVERYTHING);
            assertThat(of(there.resolve("file")).list()).contains("stays", "changes", "goes");
            pair.part();
            set(here.resolve("file"), "changes", "x".repeat(2000));
            of(here.resolve("file")).delete("goes");
            set(here.resolve("directory"), "new", "4");
            pair.copy(Meeting.Copy.SENDER_CHANGES);
            pair.quiesce();
            assertThat(of(there.resolve("file")).list()).containsOnly("stays", "changes");
            assertThat(value(there.resolve("file"), "stays")).isEqualTo("1");
            assertThat(value(there.resolve("file"), "changes")).isEqualTo("x".repeat(2000));
            assertThat(value(there.resolve("directory"), "new")).isEqualTo("4");
            assertThat(pair.primary.copies.getLast().everything()).isFalse();
        }
    }
}
