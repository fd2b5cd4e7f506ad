package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/acceptance.md names tests that exist. */
class AcceptanceTableTest {
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+Test)(?:\\.(\\w+))?`");

    /** Fewer than this means that the page was not understood. */
    private static final int ROWS = 30;

    @Test
    void each_test_of_the_table_exists() throws IOException, ClassNotFoundException {
        Path page =
                Path.of(System.getProperty("repository.root", ".")).resolve("docs/acceptance.md");
        var named = NAMED.matcher(Files.readString(page)).results().toList();
        assertThat(named).hasSizeGreaterThan(ROWS);
        for (MatchResult each : named) {
            Class<?> test = Class.forName(getClass().getPackageName() + "." + each.group(1));
            if (each.group(2) != null) {
                assertThat(Arrays.stream(test.getDeclaredMethods()).map(Method::getName))
                        .contains(each.group(2));
            }
        }
    }
}
