package safekit.linux.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Files that the sink does not replicate are read and written below without the server. */
class PassthroughTest {
    /** Does not replicate what was made with a name that ends in .tmp. */
    private static final class Sink implements ChangeSink {
        final List<String> seen = new ArrayList<>();
        final Set<Long> own = ConcurrentHashMap.newKeySet();
        volatile boolean excludes;

        @Override
        public int before(Change change) {
            excludes =
                    change.kind == Change.Kind.CREATE
                            && new String(change.name, StandardCharsets.UTF_8).endsWith(".tmp");
            return 0;
        }

        @Override
        public void after(Change change, int errno, Reply reply) {
            synchronized (seen) {
                seen.add(change.kind + " " + new String(change.name, StandardCharsets.UTF_8));
            }
            reply.send();
        }

        @Override
        public boolean replicates(long inode, long generation) {
            if (excludes) {
                own.add(inode);
            }
            return !own.contains(inode);
        }

        List<String> taken() {
            synchronized (seen) {
                List<String> all = List.copyOf(seen);
                seen.clear();
                return all;
            }
        }
    }

    @Test
    void writes_of_a_file_that_is_not_replicated_do_not_come() throws IOException {
        var sink = new Sink();
        try (var served = ServedDirectory.with(sink)) {
            Path file = served.mounted.resolve("a.tmp");
            Path other = served.mounted.resolve("a");
            Files.write(file, new byte[5000]);
            Files.write(other, new byte[5000]);
            assertThat(sink.taken()).containsExactly("CREATE a.tmp", "CREATE a", "WRITE ");
            try (var one = FileChannel.open(file, StandardOpenOption.WRITE);
                    var two = FileChannel.open(file, StandardOpenOption.READ)) {
                one.write(ByteBuffer.wrap(new byte[] {7}), 9000);
                var read = ByteBuffer.allocate(1);
                assertThat(two.read(read, 9000)).isEqualTo(1);
                assertThat(read.get(0)).isEqualTo((byte) 7);
                assertThat(two.size()).isEqualTo(9001);
                var map = two.map(FileChannel.MapMode.READ_ONLY, 9000, 1);
                assertThat(map.get(0)).isEqualTo((byte) 7);
                one.truncate(10);
                assertThat(two.size()).isEqualTo(10);
            }
            assertThat(sink.taken()).containsExactly("TRUNCATE ");
            Files.write(file, new byte[3]);
            assertThat(Files.size(file)).isEqualTo(3);
            assertThat(sink.taken()).containsExactly("TRUNCATE ");
            assertThat(served.faults).isEmpty();
        }
    }

    @Test
    void with_writeback_every_file_comes_to_the_server() throws IOException {
        var sink = new Sink();
        try (var served = ServedDirectory.with(sink, FuseOptions.WRITE_THROUGH.writeback(true))) {
            Path file = served.mounted.resolve("a.tmp");
            try (var one =
                    FileChannel.open(
                            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                one.write(ByteBuffer.wrap(new byte[] {7}));
                one.force(true);
            }
            assertThat(sink.taken()).contains("CREATE a.tmp", "WRITE ", "SYNC ");
        }
    }
}
