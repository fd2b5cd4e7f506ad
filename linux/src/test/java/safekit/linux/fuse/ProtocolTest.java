package safekit.linux.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static safekit.linux.fuse.Conversation.body;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import safekit.linux.file.LowerFile;
import safekit.linux.file.LowerTree;
import safekit.linux.fuse.Conversation.Answered;
import safekit.linux.sys.Errno;
import safekit.linux.sys.OpenFlags;
import safekit.linux.sys.Scratch;

class ProtocolTest {
    private static final long ROOT = 1;

    @TempDir private Path directory;
    private LowerTree tree;
    private Conversation kernel;

    @BeforeEach
    void open() throws IOException {
        tree = LowerTree.open(directory);
        kernel = new Conversation(tree, new PassthroughSink());
    }

    @AfterEach
    void close() {
        kernel.served.close();
        tree.close();
    }

    @Test
    void negotiates_what_it_needs() {
        Answered answer = kernel.ask(Opcode.INIT, 0, body(7, 45, 131072, -1, -1, new byte[44]));
        assertThat(answer.errno()).isZero();
        assertThat(answer.intAt(0)).isEqualTo(7);
        assertThat(answer.intAt(4)).isEqualTo(45);
        assertThat(answer.intAt(20)).as("max_write").isEqualTo(1 << 20);
        int flags = answer.intAt(12);
        assertThat(flags & 1 << 3).as("ATOMIC_O_TRUNC").isNotZero();
        assertThat(flags & 1 << 28).as("HANDLE_KILLPRIV_V2").isNotZero();
        assertThat(flags & 1 << 16).as("WRITEBACK_CACHE").isZero();
        assertThat(flags & (1 << 1 | 1 << 10)).as("locks").isZero();
    }

    @Test
    void takes_passthrough_and_a_last_resort_where_the_kernel_has_them() {
        Answered answer = kernel.ask(Opcode.INIT, 0, body(7, 45, 131072, -1, -1, new byte[44]));
        assertThat(answer.intAt(32)).isEqualTo(1 << 5 | 1 << 10);
        assertThat(answer.intAt(36)).as("max_stack_depth").isEqualTo(1);
        assertThat(answer.intAt(40) & 0xffff).as("request_timeout").isEqualTo(600);
        Answered old = kernel.ask(Opcode.INIT, 0, body(7, 31, 131072, ~(1 << 30), new byte[48]));
        assertThat(old.intAt(32)).isZero();
    }

    @Test
    void takes_only_flags_that_are_offered() {
        Answered answer = kernel.ask(Opcode.INIT, 0, body(7, 31, 131072, 1 << 5, new byte[48]));
        assertThat(answer.intAt(12)).isEqualTo(1 << 5);
        assertThat(answer.intAt(4)).isEqualTo(31);
    }

    @Test
    void refuses_an_old_kernel() {
        Answered answer = kernel.ask(Opcode.INIT, 0, body(7, 8, 0, 0));
        assertThat(answer.errno()).isEqualTo(Errno.EPROTO);
    }

    @Test
    void asks_a_newer_major_version_for_its_own() {
        Answered answer = kernel.ask(Opcode.INIT, 0, body(8, 0, 0, 0));
        assertThat(answer.errno()).isZero();
        assertThat(answer.intAt(0)).isEqualTo(7);
    }

    @Test
    void makes_writes_and_reads_a_file() throws IOException {
        long[] made = create("f");
        byte[] text = "some text".getBytes(StandardCharsets.US_ASCII);
        Answered written = kernel.ask(Opcode.WRITE, made[0], write(made[1], 3, text));
        assertThat(written.errno()).isZero();
        assertThat(written.intAt(0)).isEqualTo(text.length);
        Answered read = kernel.ask(Opcode.READ, made[0], body(made[1], 0L, 100, 0, 0L, 0, 0));
        assertThat(read.length()).isEqualTo(12);
        assertThat(Files.readAllBytes(directory.resolve("f"))).hasSize(12).endsWith(text);
        assertThat(kernel.ask(Opcode.RELEASE, made[0], body(made[1], 0L, 0L)).errno()).isZero();
        assertThat(kernel.ask(Opcode.READ, made[0], body(made[1], 0L, 100, 0, 0L, 0, 0)).errno())
                .isEqualTo(Errno.EBADF);
    }

    @Test
    void a_read_that_fails_in_the_middle_is_no_end_of_the_file() throws IOException {
        long[] made = create("f");
        // Behind the last byte of a mapping the memory of a process reads as an error.
        byte[] path = "/proc/self/mem".getBytes(StandardCharsets.US_ASCII);
        long at = Scratch.mine().path(path);
        int memory = safekit.linux.sys.Files.open(-100, at, OpenFlags.CLOSE_ON_EXEC, 0);
        kernel.served.openFiles.add(memory);
        byte[] request = body((long) memory, endOfMapping() - 100, 200, 0, 0L, 0, 0);
        assertThat(kernel.ask(Opcode.READ, made[0], request).errno()).isEqualTo(Errno.EIO);
    }

    /** The end of the memory of the program, which nothing follows directly. */
    private static long endOfMapping() throws IOException {
        List<String> maps = Files.readAllLines(Path.of("/proc/self/maps"));
        for (int i = 0; i + 1 < maps.size(); i++) {
            String line = maps.get(i);
            String end = line.substring(line.indexOf('-') + 1, line.indexOf(' '));
            if (line.contains("/bin/java") && !maps.get(i + 1).startsWith(end)) {
                return Long.parseLong(end, 16);
            }
        }
        throw new AssertionError(maps);
    }

    @Test
    void renames_only_in_the_ways_that_the_replication_knows() {
        create("f");
        for (int flags : new int[] {3, 6, 7, 8}) {
            byte[] request = body(ROOT, flags, 0, "f", "g");
            assertThat(kernel.ask(Opcode.RENAME2, ROOT, request).errno()).isEqualTo(Errno.EINVAL);
        }
        assertThat(kernel.ask(Opcode.RENAME2, ROOT, body(ROOT, 1, 0, "f", "g")).errno()).isZero();
        assertThat(directory.toFile().list()).containsExactly("g");
        assertThat(kernel.ask(Opcode.RENAME2, ROOT, body(ROOT, 4, 0, "g", "h")).errno()).isZero();
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("g", "h");
    }

    @Test
    void our_own_attributes_are_hidden_and_cannot_be_changed() {
        byte[] own = "trusted.safekit.anchor".getBytes(StandardCharsets.US_ASCII);
        byte[] value = {1, 2, 3, 4};
        for (String name : new String[] {"trusted.a", "trusted.safekit.anchor", "trusted.z"}) {
            byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
            assertThat(LowerFile.setExtended(tree.descriptor(), bytes, value, 0)).isZero();
        }
        String text = new String(own, StandardCharsets.US_ASCII);
        assertThat(kernel.ask(Opcode.GETXATTR, ROOT, body(100, 0, text)).errno())
                .isEqualTo(Errno.ENODATA);
        assertThat(kernel.ask(Opcode.SETXATTR, ROOT, body(4, 0, text, value)).errno())
                .isEqualTo(Errno.EPERM);
        assertThat(kernel.ask(Opcode.REMOVEXATTR, ROOT, body(text)).errno()).isEqualTo(Errno.EPERM);
        assertThat(kernel.ask(Opcode.LISTXATTR, ROOT, body(0, 0)).intAt(0)).isEqualTo(20);
        assertThat(kernel.ask(Opcode.LISTXATTR, ROOT, body(19, 0)).errno()).isEqualTo(Errno.ERANGE);
        byte[] names = kernel.handle(kernel.request(Opcode.LISTXATTR, ROOT, body(20, 0)));
        assertThat(new String(names, Answer.HEADER_BYTES, 20, StandardCharsets.US_ASCII))
                .isIn("trusted.a\0trusted.z\0", "trusted.z\0trusted.a\0");
        assertThat(kernel.ask(Opcode.GETXATTR, ROOT, body(0, 0, "trusted.a")).intAt(0))
                .isEqualTo(4);
    }

    @Test
    void tells_the_kernel_to_remember_that_a_name_does_not_exist() {
        Answered answer = kernel.ask(Opcode.LOOKUP, ROOT, body("nothing"));
        assertThat(answer.errno()).isZero();
        assertThat(answer.longAt(0)).as("node").isZero();
        assertThat(answer.longAt(16)).as("seconds").isPositive();
    }

    @Test
    void forgets_an_inode_when_the_kernel_does() {
        long[] made = create("f");
        kernel.ask(Opcode.LOOKUP, ROOT, body("f"));
        assertThat(kernel.served.inodes.size()).isEqualTo(1);
        assertThat(kernel.handle(kernel.request(Opcode.FORGET, made[0], body(1L)))).isEmpty();
        assertThat(kernel.served.inodes.size()).isEqualTo(1);
        byte[] batch = body(1, 0, made[0], 1L);
        assertThat(kernel.handle(kernel.request(Opcode.BATCH_FORGET, 0, batch))).isEmpty();
        assertThat(kernel.served.inodes.size()).isZero();
        assertThat(kernel.ask(Opcode.GETATTR, made[0], body(0, 0, 0L)).errno())
                .isEqualTo(Errno.ESTALE);
    }

    @Test
    void does_without_what_the_kernel_can_do_itself() {
        for (int opcode : new int[] {25, 34, 47, 52, 53, 31, 9999}) {
            assertThat(kernel.ask(opcode, ROOT, new byte[64]).errno()).isEqualTo(Errno.ENOSYS);
        }
    }

    @Test
    void does_not_leave_the_directory() {
        for (String name : new String[] {"..", ".", "", "a/b", "../x"}) {
            assertThat(kernel.ask(Opcode.LOOKUP, ROOT, body(name)).errno())
                    .as(name)
                    .isEqualTo(Errno.EINVAL);
            assertThat(kernel.ask(Opcode.MKDIR, ROOT, body(0755, 0, name)).errno())
                    .as(name)
                    .isEqualTo(Errno.EINVAL);
        }
    }

    @Test
    void a_cut_request_is_invalid_and_harms_nothing() {
        long[] made = create("f");
        byte[] data = new byte[100];
        byte[][] whole = {
            kernel.request(Opcode.WRITE, made[0], write(made[1], 0, data)),
            kernel.request(Opcode.READ, made[0], body(made[1], 0L, 100)),
            kernel.request(Opcode.SETATTR, made[0], new byte[88]),
            kernel.request(Opcode.CREATE, ROOT, body(0, 0, 0, 0, "x")),
            kernel.request(Opcode.RENAME, ROOT, body(ROOT, "f", "g")),
            kernel.request(Opcode.RENAME2, ROOT, body(ROOT, 0, 0, "f", "g")),
            kernel.request(Opcode.SYMLINK, ROOT, body("s", "t")),
            kernel.request(Opcode.SETXATTR, made[0], body(4, 0, "user.a", new byte[4])),
            kernel.request(Opcode.FALLOCATE, made[0], body(made[1], 0L, 10L, 0)),
            kernel.request(Opcode.MKNOD, ROOT, body(0100644, 0, 0, 0, "n")),
            kernel.request(Opcode.LINK, ROOT, body(made[0], "l")),
        };
        for (byte[] request : whole) {
            for (int length = Request.HEADER_BYTES; length < request.length; length++) {
                byte[] cut = Arrays.copyOf(request, length);
                Conversation.buffer(4).putInt(length).flip().get(cut, 0, 4);
                var answer = new Answered(kernel.handle(cut));
                assertThat(answer.errno()).as("%s", answer).isEqualTo(Errno.EINVAL);
                // And with a header that lies.
                Conversation.buffer(4).putInt(request.length).flip().get(cut, 0, 4);
                assertThat(new Answered(kernel.handle(cut)).errno()).isEqualTo(Errno.EINVAL);
            }
        }
        assertThat(kernel.handle(new byte[10])).isEmpty();
        assertThat(directory.toFile().list()).containsExactly("f");
    }

    @Test
    void noise_is_answered_once_and_harms_nothing() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        long[] made = create("f");
        for (int i = 0; i < 20_000; i++) {
            var noise = new byte[random.nextInt(200)];
            if (random.nextBoolean()) {
                random.nextBytes(noise);
            }
            if (noise.length >= 8 && random.nextBoolean()) {
                long handle = made[1];
                Conversation.buffer(8).putLong(handle).flip().get(noise, 0, 8);
            }
            int opcode = random.nextInt(60);
            if (opcode == Opcode.SYNCFS || opcode == Opcode.RELEASE) {
                continue;
            }
            long node =
                    random.nextInt(4) == 0 ? random.nextLong() : random.nextBoolean() ? 1 : made[0];
            byte[] request = kernel.request(opcode, node, noise);
            byte[] bytes = kernel.handle(request);
            boolean silent =
                    opcode == Opcode.FORGET
                            || opcode == Opcode.BATCH_FORGET
                            || opcode == Opcode.INTERRUPT;
            assertThat(kernel.answers()).as("seed %s, %s", seed, i).isEqualTo(silent ? 0 : 1);
            if (!silent) {
                assertThat(Arrays.copyOfRange(bytes, 8, 16))
                        .as("seed %s, %s", seed, i)
                        .isEqualTo(Arrays.copyOfRange(request, 8, 16));
                assertThat(new Answered(bytes).errno()).isBetween(0, 200);
            }
        }
    }

    private long[] create(String name) {
        byte[] body = body(OpenFlags.READ_WRITE | OpenFlags.CREATE, 0100644, 022, 0, name);
        Answered made = kernel.ask(Opcode.CREATE, ROOT, body);
        assertThat(made.errno()).isZero();
        return new long[] {made.longAt(0), made.longAt(Answer.ENTRY_BYTES)};
    }

    private static byte[] write(long handle, long offset, byte[] data) {
        return body(handle, offset, data.length, 0, 0L, 0, 0, data);
    }
}
