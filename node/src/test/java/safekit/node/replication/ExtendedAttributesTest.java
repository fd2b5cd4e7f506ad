package safekit.node.replication;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import safekit.core.bytes.Bytes;
import safekit.core.generation.Meeting;
import safekit.core.replication.FileId;
import safekit.core.replication.Name;

/** Extended attributes that were set, changed and removed while the other node was away. */
@Timeout(60)
class ExtendedAttributesTest {
    private static UserDefinedFileAttributeView of(Path file) {
        return Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    }

    private static void set(Path file, String name, String value) throws IOException {
        of(file).write(name, UTF_8.encode(value));
    }

    private static String value(Path file, String name) throws IOException {
        ByteBuffer value = ByteBuffer.allocate(of(file).size(name));
        of(file).read(name, value);
        return UTF_8.decode(value.flip()).toString();
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

    private static void setBelow(Host host, String name) throws IOException {
        FileId link =
                host.tree
                        .lookup(FileId.root(0), Name.of("link".getBytes(UTF_8)))
                        .orElseThrow()
                        .id();
        host.tree.setExtended(link, Bytes.copyOf(name.getBytes(UTF_8)), Bytes.NONE, 0);
    }

    @Test
    void those_of_a_symbolic_link_are_brought_over_and_its_others_go() throws Exception {
        try (var pair = new Pair(Host.Options.RECEIPT)) {
            Files.createSymbolicLink(pair.primary.directory.resolve("link"), Path.of("to"));
            setBelow(pair.primary, "trusted.first");
            pair.alone();
            pair.copy(Meeting.Copy.EVERYTHING);
            pair.quiesce();
            assertThat(Trees.of(pair.secondary.tree).get("0/link")).contains("trusted.first");
            pair.primary.replication.reopen();
            pair.loseSecondary();
            setBelow(pair.primary, "trusted.second");
            setBelow(pair.secondary, "trusted.extra");
            pair.copy(Meeting.Copy.EVERYTHING);
            pair.quiesce();
            Trees.equal(pair, "after a second copy");
            assertThat(Trees.of(pair.secondary.tree).get("0/link"))
                    .contains("trusted.first", "trusted.second")
                    .doesNotContain("trusted.extra");
        }
    }
}
