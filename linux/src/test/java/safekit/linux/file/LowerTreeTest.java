package safekit.linux.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import safekit.linux.sys.Errno;
import safekit.linux.sys.Files;
import safekit.linux.sys.Memory;
import safekit.linux.sys.OpenFlags;

/** The operations that the receiver of the replication does on the secondary. */
class LowerTreeTest {
    private static final int RENAME_EXCHANGE = 2;

    @TempDir private Path directory;
    private LowerTree tree;
    private final FileStatus status = new FileStatus();
    private final MemorySegment memory = Arena.ofAuto().allocate(8192);

    @BeforeEach
    void open() throws IOException {
        tree = LowerTree.open(directory);
    }

    @AfterEach
    void close() {
        tree.close();
    }

    @Test
    void makes_a_file_as_the_primary_says() throws IOException {
        int flags = OpenFlags.CREATE | OpenFlags.EXCLUSIVE | OpenFlags.READ_WRITE;
        int made = tree.openName(tree.root(), name("f"), flags, 0600);
        assertThat(made).isPositive();
        assertThat(tree.identify(made, status)).isZero();
        FileId file = status.id();
        Memory.put(memory.address(), name("hello"));
        assertThat(LowerFile.write(made, memory.address(), 5, 10)).isEqualTo(5);
        assertThat(LowerFile.setOwner(made, 12, 34)).isZero();
        assertThat(LowerFile.setMode(made, 04755)).isZero();
        assertThat(LowerFile.setTimes(made, -1_500_000_000L, 1_000_000_007L)).isZero();
        assertThat(Files.sync(made)).isZero();
        Files.close(made);
        assertThat(tree.lookup(List.of(name("f")), status)).isZero();
        assertThat(status.id()).isEqualTo(file);
        assertThat(status.mode).isEqualTo(0104755);
        assertThat(status.uid).isEqualTo(12);
        assertThat(status.gid).isEqualTo(34);
        assertThat(status.size).isEqualTo(15);
        assertThat(status.atime()).isEqualTo(-1_500_000_000L);
        assertThat(status.mtime()).isEqualTo(1_000_000_007L);
        int again = tree.open(file, OpenFlags.READ_ONLY | OpenFlags.NO_ATIME);
        assertThat(Files.read(again, memory.address(), 100, 10)).isEqualTo(5);
        assertThat(Memory.bytesAt(memory.address(), 5)).isEqualTo(name("hello"));
        Files.close(again);
    }

    @Test
    void names_links_nodes_and_extended_attributes() {
        FileId root = tree.root();
        byte[] odd = {(byte) 0xff, (byte) 0x80};
        assertThat(tree.makeDirectory(root, odd, 0700)).isZero();
        assertThat(tree.lookup(root, odd, status)).isZero();
        FileId inside = status.id();
        assertThat(tree.makeSymlink(inside, name("s"), odd)).isZero();
        assertThat(tree.makeNode(inside, name("n"), 020600, 0x12345)).isZero();
        assertThat(tree.lookup(inside, name("n"), status)).isZero();
        assertThat(status.device()).isEqualTo(0x12345);
        FileId node = status.id();
        int reference = tree.reference(node);
        assertThat(tree.link(reference, root, name("linked"))).isZero();
        assertThat(LowerFile.setExtended(reference, name("trusted.x"), odd, 0)).isZero();
        long address = memory.address();
        assertThat(LowerFile.extended(reference, name("trusted.x"), address, 100)).isEqualTo(2);
        assertThat(LowerFile.extendedNames(reference, address, 100)).isEqualTo(10);
        assertThat(LowerFile.removeExtended(reference, name("trusted.x"))).isZero();
        Files.close(reference);
        assertThat(tree.rename(root, name("linked"), inside, name("s"), RENAME_EXCHANGE)).isZero();
        assertThat(tree.lookup(inside, name("s"), status)).isZero();
        assertThat(status.id()).isEqualTo(node);
        assertThat(status.links).isEqualTo(2);
        int link = tree.referenceName(root, name("linked"));
        assertThat(LowerFile.readLink(link, address, 100)).isEqualTo(2);
        Files.close(link);
        assertThat(tree.lookup(List.of(odd, name("n")), status)).isZero();
        assertThat(tree.removeDirectory(root, odd)).isEqualTo(-Errno.ENOTEMPTY);
        assertThat(tree.unlink(inside, name("n"))).isZero();
        assertThat(tree.unlink(inside, name("s"))).isZero();
        assertThat(tree.removeDirectory(root, odd)).isZero();
    }

    @Test
    void a_reused_number_is_not_taken_for_the_former_file() {
        FileId root = tree.root();
        assertThat(tree.makeNode(root, name("a"), 0100600, 0)).isZero();
        assertThat(tree.lookup(root, name("a"), status)).isZero();
        FileId former = status.id();
        assertThat(tree.unlink(root, name("a"))).isZero();
        for (int i = 0; i < 50; i++) {
            assertThat(tree.makeNode(root, name("b" + i), 0100600, 0)).isZero();
            assertThat(tree.lookup(root, name("b" + i), status)).isZero();
            assertThat(status.id()).isNotEqualTo(former);
        }
        assertThat(tree.open(former, OpenFlags.READ_ONLY)).isEqualTo(-Errno.ESTALE);
    }

    @Test
    void lists_a_directory() {
        FileId root = tree.root();
        List<String> expected = new ArrayList<>(List.of(".", ".."));
        for (int i = 0; i < 500; i++) {
            assertThat(tree.makeNode(root, name("entry" + i), 0100600, 0)).isZero();
            expected.add("entry" + i);
        }
        int open = tree.open(root, OpenFlags.DIRECTORY);
        var entries = new DirectoryEntries();
        List<String> seen = new ArrayList<>();
        assertThat(entries.start(open, 0, 4096)).isZero();
        int more = entries.next();
        while (more == 1) {
            seen.add(new String(entries.name(), StandardCharsets.UTF_8));
            if (seen.size() % 100 == 0) {
                assertThat(entries.start(open, entries.offset(), 2000)).isZero();
            }
            more = entries.next();
        }
        assertThat(more).isZero();
        assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);
        Files.close(open);
    }

    @Test
    void works_on_a_file_system_in_memory_too() throws IOException {
        try (LowerTree shm = LowerTree.open(Path.of("/dev/shm"))) {
            byte[] name = name("safekit-test-" + ProcessHandle.current().pid());
            assertThat(shm.makeDirectory(shm.root(), name, 0700)).isZero();
            assertThat(shm.lookup(shm.root(), name, status)).isZero();
            int open = shm.open(status.id(), OpenFlags.DIRECTORY);
            assertThat(open).isPositive();
            Files.close(open);
            assertThat(shm.removeDirectory(shm.root(), name)).isZero();
        }
    }

    @Test
    void refuses_what_is_no_name_here() {
        FileId root = tree.root();
        for (String wrong : new String[] {"", ".", "..", "a/b", "a\0b"}) {
            assertThat(tree.makeDirectory(root, name(wrong), 0700)).isEqualTo(-Errno.EINVAL);
            assertThat(tree.rename(root, name("a"), root, name(wrong), 0)).isEqualTo(-Errno.EINVAL);
        }
        assertThat(tree.unlink(root, new byte[256])).isEqualTo(-Errno.ENAMETOOLONG);
    }

    @Test
    void does_not_go_into_another_mount() throws IOException {
        try (LowerTree slash = LowerTree.open(Path.of("/"))) {
            assertThat(slash.lookup(List.of(name("proc")), status)).isEqualTo(-Errno.EXDEV);
        }
    }

    @Test
    void tells_why_a_directory_cannot_be_opened() {
        assertThatThrownBy(() -> LowerTree.open(directory.resolve("none")))
                .hasMessageContaining("none: cannot be opened: errno 2");
        assertThatThrownBy(() -> LowerTree.open(Path.of("/proc")))
                .hasMessageContaining("file handles");
    }

    private static byte[] name(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
