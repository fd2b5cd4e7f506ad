package safekit.core.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import safekit.core.bytes.Bytes;
import safekit.core.bytes.Refused;
import safekit.core.replication.FileId;
import safekit.core.replication.Moment;

class ManifestTest {
    private static final ManifestLine.Heading HEADING =
            new ManifestLine.Heading("2026-11-28T09:40:00Z", -1, 2, false, "both went on");

    private static final ManifestLine.Kept FILE =
            new ManifestLine.Kept(
                    1,
                    new FileId(0x1f, -3),
                    ManifestLine.Kind.FILE,
                    0644,
                    10,
                    20,
                    new Moment(-5, 6),
                    9000,
                    0,
                    bytes("a b\\/\n\u00e9\u007f"),
                    Bytes.NONE);

    private static Bytes bytes(String text) {
        return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void lines_say_what_was_written() throws Refused {
        List<ManifestLine> all =
                List.of(
                        HEADING,
                        new ManifestLine.Root(0, bytes("/data")),
                        FILE,
                        new ManifestLine.Zone(1, 0, 4096, 512),
                        new ManifestLine.Lost(1, 4096, 4904),
                        new ManifestLine.Complete());
        for (ManifestLine each : all) {
            assertThat(each.text()).matches("[!-~]+( [!-~]+)*");
            assertThat(ManifestLine.parse(each.text())).isEqualTo(each);
        }
        assertThat(all.stream().map(ManifestLine::text))
                .containsExactly(
                        "quarantine 1 2026-11-28T09:40:00Z ffffffffffffffff 0000000000000002 zones"
                                + " both\\x20went\\x20on",
                        "root 0 /data",
                        "kept 1 000000000000001f -3 file 644 10 20 -5 6 9000 0"
                                + " /a\\x20b\\x5c/\\x0a\\xc3\\xa9\\x7f /",
                        "zone 1 0 4096 512",
                        "lost 1 4096 4904",
                        "complete");
    }

    @Test
    void a_file_is_whole_when_its_zones_are_all_of_it() {
        var manifest = new Manifest(HEADING);
        manifest.add(FILE);
        manifest.add(new ManifestLine.Zone(1, 0, 8000, 0));
        assertThat(manifest.whole(1)).isFalse();
        manifest.add(new ManifestLine.Zone(1, 8000, 1000, 8000));
        assertThat(manifest.whole(1)).isTrue();
        assertThat(manifest.bytes()).isEqualTo(9000);
        manifest.add(new ManifestLine.Lost(1, 0, 7));
        assertThat(manifest.lostBytes()).isEqualTo(7);
        assertThat(manifest.complete()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "zone 1 2 3",
                "zone 1 2 x 4",
                "kept 1 2 3",
                "root 0 a\\x",
                "root 0 a\\y00",
                "root 0 \u00e9",
                "quarantine 2 now 0 0 zones why",
                "quarantine 1 now 0g 0 zones why"
            })
    void other_lines_are_refused(String line) {
        assertThatThrownBy(() -> ManifestLine.parse(line)).isInstanceOf(Refused.class);
    }

    @Test
    void a_manifest_begins_with_its_heading() {
        assertThatThrownBy(() -> Manifest.of(List.of("complete"))).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> Manifest.of(List.of())).isInstanceOf(Refused.class);
    }
}
