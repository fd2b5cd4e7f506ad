package safekit.lab.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import safekit.lab.host.Lab;
import safekit.lab.host.LabHost;

/** Equal trees are equal, and each kind of difference is seen. */
class TreeTest {
    private static final String PLANT =
            """
            rm -rf t && mkdir -p t/sub && cd t
            echo content > file; printf 'odd\\nname' > 'sub/a
            b'; ln file sub/hard; ln -s file soft; mkfifo pipe; dd if=/dev/zero of=hole bs=1 count=1 seek=1M 2>/dev/null
            find . -exec touch -h -d 2020-02-02T02:02:02.123456789 {} +
            """;
    private static Lab lab;
    private static LabHost one;
    private static LabHost two;

    @BeforeAll
    static void two_hosts() {
        lab = Lab.open("default");
        one = lab.host("node1");
        two = lab.host("node2");
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    @Test
    void what_was_made_the_same_way_is_equal() {
        assertThat(differencesAfter("true")).isEmpty();
        assertThat(Tree.of(one, directory()).entries()).hasSize(8);
    }

    @Test
    void each_kind_of_difference_is_seen() {
        String keepTime = " && touch -d 2020-02-02T02:02:02.123456789 t/file t t/sub";
        for (String change :
                List.of(
                        "echo Content > t/file" + keepTime,
                        "touch -d 2020-02-02T02:02:02.123456780 t/file",
                        "chmod 600 t/file",
                        "chown 1 t/file",
                        "rm t/hole" + keepTime,
                        "ln -sfn fil t/soft && touch -h -d 2020-02-02T02:02:02.123456789 t/soft t",
                        "cp -p t/file t/new && mv t/new t/file" + keepTime)) {
            assertThat(differencesAfter(change)).as(change).isNotEmpty();
        }
    }

    private static List<String> differencesAfter(String change) {
        one.exec("sh", "-c", PLANT).orThrow();
        two.exec("sh", "-c", PLANT).orThrow();
        two.exec("sh", "-c", change).orThrow();
        return Tree.of(one, directory()).differences(Tree.of(two, directory()));
    }

    private static String directory() {
        return one.disk().resolve("t").toString();
    }
}
