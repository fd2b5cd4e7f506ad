package safekit.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import safekit.core.bytes.Bytes;
import safekit.core.generation.Meeting;
import safekit.core.replication.FileId;
import safekit.core.replication.Name;

/**
 * {@code acl}: on, lists are equal on both nodes; off, each node has its own and modes are equal.
 */
class LocalAclTest {
    private static final String ACCESS = "system.posix_acl_access";
    private static final String DEFAULT = "system.posix_acl_default";

    private static Pair pair(boolean acl) throws IOException {
        var all = List.of(Exclusions.NONE, Exclusions.NONE);
        return new Pair(Host.Options.RECEIPT.with(new Selection(all, acl, _ -> {})));
    }

    /** user::rw-, user:1000:that, group::r--, mask::rw-, other::--- as the kernel stores it. */
    private static byte[] list(int user) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 5 * 8).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(2);
        entry(bytes, 1, 6, -1);
        entry(bytes, 2, user, 1000);
        entry(bytes, 4, 4, -1);
        entry(bytes, 16, 6, -1);
        entry(bytes, 32, 0, -1);
        return bytes.array();
    }

    private static void entry(ByteBuffer bytes, int tag, int permissions, int id) {
        bytes.putShort((short) tag).putShort((short) permissions).putInt(id);
    }

    /** Through the mount, as an application does it: the JDK writes user attributes only. */
    private static void set(Path file, String attribute, byte[] value) throws IOException {
        int descriptor =
                safekit.linux.sys.Files.open(
                        safekit.linux.sys.Files.NO_DIRECTORY,
                        safekit.linux.sys.Scratch.mine()
                                .path(("" + file).getBytes(StandardCharsets.UTF_8)),
                        safekit.linux.sys.OpenFlags.READ_ONLY,
                        0);
        assertThat(descriptor).isNotNegative();
        try {
            ExtendedAttributes.set(
                    descriptor,
                    Bytes.copyOf(attribute.getBytes(StandardCharsets.UTF_8)),
                    Bytes.copyOf(value),
                    0);
        } finally {
            int _ = safekit.linux.sys.Files.close(descriptor);
        }
    }

    private static List<String> attributes(Host host, String name) throws IOException {
        FileId file = host.tree.lookup(FileId.root(0), Name.of(name)).orElseThrow().id();
        return host.tree.extended(file).stream()
                .map(one -> new String(one.name().toArray(), StandardCharsets.UTF_8))
                .toList();
    }

    private static String mode(Host host, String name) throws IOException {
        FileId root = FileId.root(0);
        int mode = host.tree.lookup(root, Name.of(name)).orElseThrow().attributes().mode();
        return Integer.toOctalString(mode & 07777);
    }

    @Test
    void off_only_the_mode_travels() throws Exception {
        try (var pair = pair(false)) {
            Files.writeString(pair.secondary.directory.resolve("both"), "2");
            set(pair.secondary.directory.resolve("both"), ACCESS, list(7));
            pair.alone();
            Path root = pair.primary.directory;
            for (String name : List.of("before", "after", "both")) {
                Files.writeString(root.resolve(name), "1");
            }
            Files.createDirectory(root.resolve("d"));
            set(root.resolve("before"), ACCESS, list(6));
            pair.copy(Meeting.Copy.EVERYTHING);
            set(root.resolve("after"), ACCESS, list(6));
            set(root.resolve("d"), DEFAULT, list(6));
            pair.quiesce();
            Trees.equal(pair, "what is replicated");
            for (String name : List.of("before", "after")) {
                assertThat(attributes(pair.primary, name)).containsExactly(ACCESS);
                assertThat(attributes(pair.secondary, name)).isEmpty();
                assertThat(mode(pair.secondary, name)).isEqualTo("660");
            }
            assertThat(attributes(pair.primary, "d")).containsExactly(DEFAULT);
            assertThat(attributes(pair.secondary, "d")).isEmpty();
            assertThat(attributes(pair.primary, "both")).isEmpty();
            assertThat(attributes(pair.secondary, "both")).containsExactly(ACCESS);
            assertThat(mode(pair.secondary, "both")).isEqualTo(mode(pair.primary, "both"));
        }
    }

    /** {@code reidetail}. */
    @Test
    void each_file_of_which_data_came_is_told_once() throws Exception {
        try (var pair = pair(true)) {
            pair.alone();
            Path root = pair.primary.directory;
            Files.createDirectory(root.resolve("d"));
            Files.write(root.resolve("d/large"), new byte[] {1, 2, 3});
            try (var large =
                    java.nio.channels.FileChannel.open(
                            root.resolve("d/large"), java.nio.file.StandardOpenOption.WRITE)) {
                for (int i = 0; i < 5; i++) {
                    large.write(ByteBuffer.wrap(new byte[] {7}), i << 20);
                }
            }
            Files.writeString(root.resolve("small"), "1");
            Files.createFile(root.resolve("empty"));
            Files.writeString(root.resolve("same"), "1");
            Files.writeString(pair.secondary.directory.resolve("same"), "1");
            pair.copy(Meeting.Copy.EVERYTHING);
            assertThat(pair.secondary.brought).containsExactlyInAnyOrder("[d, large]", "[small]");
        }
    }

    @Test
    void on_the_lists_travel() throws Exception {
        try (var pair = pair(true)) {
            pair.alone();
            Path root = pair.primary.directory;
            Files.writeString(root.resolve("before"), "1");
            Files.writeString(root.resolve("after"), "1");
            Files.createDirectory(root.resolve("d"));
            set(root.resolve("before"), ACCESS, list(6));
            pair.copy(Meeting.Copy.EVERYTHING);
            set(root.resolve("after"), ACCESS, list(6));
            set(root.resolve("d"), DEFAULT, list(6));
            pair.quiesce();
            Trees.equal(pair, "lists");
            assertThat(attributes(pair.secondary, "before")).containsExactly(ACCESS);
            assertThat(attributes(pair.secondary, "after")).containsExactly(ACCESS);
            assertThat(attributes(pair.secondary, "d")).containsExactly(DEFAULT);
        }
    }
}
