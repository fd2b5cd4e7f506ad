package safekit.linux.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountTableTest {
    private static final String TEXT =
            """
            20 1 254:0 / / rw,relatime shared:1 master:2 - ext4 /dev/vda rw
            31 20 0:50 / /data\\040x\\134y rw - fuse.safekit safekit rw,user_id=0
            30 20 254:1 /sub /data\\040x\\134y rw,nodev - xfs /dev/vdb rw
            32 31 0:51 / /data\\040x\\134y/deep ro,noatime - tmpfs none rw
            """;

    @Test
    void escapes_and_optional_fields_are_read() throws Exception {
        Mount mount = MountTable.parse(TEXT).byId(30);
        assertThat(mount)
                .isEqualTo(
                        new Mount(
                                30,
                                20,
                                254,
                                1,
                                "/sub",
                                "/data x\\y",
                                List.of("rw", "nodev"),
                                "xfs",
                                "/dev/vdb"));
    }

    @Test
    void the_top_mount_is_the_one_that_covers_the_others() throws Exception {
        String stacked = TEXT.replace("31 20 0:50", "31 30 0:50");
        Mount top = MountTable.parse(stacked).top(Path.of("/data x\\y"));
        assertThat(top).matches(mount -> mount.type().equals("fuse.safekit") && mount.fuse());
        assertThat(MountTable.parse(TEXT).top(Path.of("/data"))).isNull();
    }

    @Test
    void mounts_below_a_directory_are_found() throws Exception {
        assertThat(MountTable.parse(TEXT).below(Path.of("/data x\\y")))
                .extracting(Mount::id)
                .containsExactly(32);
        assertThat(MountTable.parse(TEXT).below(Path.of("/"))).hasSize(3);
    }

    @Test
    void an_unknown_line_is_an_error() {
        assertThatThrownBy(() -> MountTable.parse("nonsense"))
                .isInstanceOf(IOException.class)
                .hasMessage("mountinfo: unknown line: nonsense");
    }
}
