package safekit.linux.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static safekit.linux.fuse.Conversation.body;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import safekit.linux.file.LowerTree;
import safekit.linux.fuse.Conversation.Answered;
import safekit.linux.sys.Errno;
import safekit.linux.sys.OpenFlags;
import safekit.linux.sys.ResourceLimits;
import safekit.linux.sys.Scratch;

/** What the sink is told of changes that are made in part: a full disk, no descriptors. */
class PartTest {
    private static final long ROOT = 1;
    private static final long DISK_BYTES = 16 << 20;

    /** What {@link ChangeSink#after} heard last. */
    private static final class Last implements ChangeSink {
        String heard = "";

        @Override
        public int before(Change change) {
            return 0;
        }

        @Override
        public void after(Change change, int errno, Reply reply) {
            heard = change.kind + " " + errno + (change.uncertain ? " uncertain" : "");
            reply.send();
        }
    }

    private final Last sink = new Last();
    private Path place;
    private Path disk;
    private LowerTree tree;

    @BeforeEach
    void mount() throws IOException {
        place = Files.createTempDirectory(Path.of("/var/tmp"), "safekit-part-");
        disk = Files.createDirectory(place.resolve("disk"));
        try (var image = new RandomAccessFile(place.resolve("image").toFile(), "rw")) {
            image.setLength(DISK_BYTES);
        }
        ServedDirectory.run(place, "mkfs.ext4", "-q", "image");
        ServedDirectory.run(place, "mount", "-o", "loop", "image", "disk");
        tree = LowerTree.open(disk);
    }

    @AfterEach
    void unmount() throws IOException {
        tree.close();
        ServedDirectory.run(place, "umount", "disk");
        Files.delete(disk);
        Files.delete(place.resolve("image"));
        Files.delete(place);
    }

    @Test
    void a_file_that_fills_the_disk_keeps_its_size() throws IOException {
        var kernel = new Conversation(tree, sink);
        Answered made = create(kernel);
        byte[] request = body(made.longAt(Answer.ENTRY_BYTES), 0L, 10 * DISK_BYTES, 0, 0);
        Answered answer = kernel.ask(Opcode.FALLOCATE, made.longAt(0), request);
        assertThat(answer.errno()).isEqualTo(Errno.ENOSPC);
        assertThat(Files.size(disk.resolve("f"))).isZero();
        assertThat(sink.heard).isEqualTo("ALLOCATE " + Errno.ENOSPC);
        kernel.served.close();
    }

    @Test
    void the_owner_is_told_when_the_mode_is_refused() throws IOException {
        var kernel = new Conversation(tree, sink);
        // A symlink has an owner, but no mode that can be changed.
        long node = kernel.ask(Opcode.SYMLINK, ROOT, body("s", "t")).longAt(0);
        byte[] request = new byte[88];
        Conversation.buffer(4).putInt(1 | 2).flip().get(request, 0, 4);
        Conversation.buffer(4).putInt(1234).flip().get(request, 76, 4);
        Answered answer = kernel.ask(Opcode.SETATTR, node, request);
        assertThat(answer.errno()).isEqualTo(Errno.EOPNOTSUPP);
        assertThat(sink.heard).isEqualTo("ATTRIBUTES 0");
        kernel.served.close();
    }

    @Test
    void a_directory_that_cannot_be_looked_up_is_uncertain() throws IOException {
        var kernel = new Conversation(tree, sink);
        assertThat(kernel.ask(Opcode.MKDIR, ROOT, body(0755, 0, "before")).errno()).isZero();
        // Making needs one descriptor, looking up two.
        int errno =
                limited(
                                lowest -> lowest + 1,
                                () ->
                                        List.of(
                                                kernel.ask(Opcode.MKDIR, ROOT, body(0755, 0, "d"))
                                                        .errno()))
                        .getFirst();
        assertThat(errno).isEqualTo(Errno.EMFILE);
        assertThat(sink.heard).isEqualTo("MKDIR " + Errno.EMFILE + " uncertain");
        assertThat(Files.exists(disk.resolve("d"))).isTrue();
        kernel.served.close();
    }

    @Test
    void applications_leave_descriptors_for_us() throws IOException {
        var before = new Conversation(tree, sink);
        long node = create(before).longAt(0);
        before.served.close();
        List<Integer> errors =
                limited(
                        lowest -> 2 * lowest,
                        () -> {
                            var kernel = new Conversation(tree, sink);
                            kernel.ask(Opcode.LOOKUP, ROOT, body("f"));
                            Answered opened = kernel.ask(Opcode.OPEN, node, body(0, 0));
                            Answered listed = kernel.ask(Opcode.OPENDIR, ROOT, body(0, 0));
                            byte[] request = body(OpenFlags.READ_WRITE, 0100644, 022, 0, "g");
                            Answered made = kernel.ask(Opcode.CREATE, ROOT, request);
                            return List.of(opened.errno(), listed.errno(), made.errno());
                        });
        assertThat(errors).containsOnly(Errno.ENFILE).hasSize(3);
        assertThat(Files.exists(disk.resolve("g"))).isFalse();
    }

    private interface Act {
        List<Integer> run();
    }

    /** Runs it while fewer files may be open; the limit depends on the lowest free descriptor. */
    private static List<Integer> limited(IntUnaryOperator limit, Act act) {
        long usual = ResourceLimits.openFiles();
        long path = Scratch.mine().path("/dev/null".getBytes(StandardCharsets.US_ASCII));
        int lowest = safekit.linux.sys.Files.open(-100, path, 0, 0);
        safekit.linux.sys.Files.close(lowest);
        assertThat(ResourceLimits.openFiles(limit.applyAsInt(lowest))).isZero();
        try {
            return act.run();
        } finally {
            assertThat(ResourceLimits.openFiles(usual)).isZero();
        }
    }

    private static Answered create(Conversation kernel) {
        byte[] request = body(OpenFlags.READ_WRITE | OpenFlags.CREATE, 0100644, 022, 0, "f");
        Answered made = kernel.ask(Opcode.CREATE, ROOT, request);
        assertThat(made.errno()).isZero();
        return made;
    }
}
