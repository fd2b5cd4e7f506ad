package safekit.linux.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PosixExpressionTest {
    private static boolean found(String expression, byte[] subject) throws BadExpression {
        try (var compiled = PosixExpression.compile(expression)) {
            return compiled.isFoundIn(subject);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'.*\\.tmp$', a/b.tmp, true",
        "'.*\\.tmp$', conf/config.tmp.swap, false",
        "'.*\\.tmp$', A.TMP, false",
        "'tmp', a/xtmpy/b, true",
        "'^log/', log/a, true",
        "'^log/', a/log/b, false",
        "'(a|b){2}c', xbac, true",
        "'[[:digit:]]+$', file12, true",
        "'^caf.$', café, true",
        "'^[èé]$', é, true",
        "'^$', x, false"
    })
    void searches_as_posix_says(String expression, String subject, boolean expected)
            throws BadExpression {
        byte[] bytes = subject.getBytes(StandardCharsets.UTF_8);
        assertThat(found(expression, bytes)).isEqualTo(expected);
    }

    @Test
    void a_newline_is_a_character_like_others() throws BadExpression {
        assertThat(found("^a.b$", "a\nb".getBytes(StandardCharsets.UTF_8))).isTrue();
        assertThat(found("a$", "a\nb".getBytes(StandardCharsets.UTF_8))).isFalse();
    }

    @Test
    void bytes_that_are_no_text_are_searched_too() throws BadExpression {
        assertThat(found("\\.tmp$", new byte[] {(byte) 0xff, '.', 't', 'm', 'p'})).isTrue();
    }

    @Test
    void the_library_says_what_is_wrong() {
        assertThatThrownBy(() -> PosixExpression.compile("a(b"))
                .isInstanceOf(BadExpression.class)
                .hasMessageContaining("( or \\(");
        assertThatThrownBy(() -> PosixExpression.compile("x[a"))
                .isInstanceOf(BadExpression.class)
                .hasMessageContaining("[");
    }

    @Test
    void threads_share_an_expression() throws Exception {
        try (var expression = PosixExpression.compile("^(a|b)*c$");
                var threads = Executors.newFixedThreadPool(4)) {
            var work = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < 4; i++) {
                byte[] subject =
                        ("ab".repeat(20 * i) + (i % 2 == 0 ? "c" : "d"))
                                .getBytes(StandardCharsets.UTF_8);
                boolean expected = i % 2 == 0;
                work.add(
                        () -> {
                            boolean all = true;
                            for (int turn = 0; turn < 2000; turn++) {
                                all &= expression.isFoundIn(subject) == expected;
                            }
                            return all;
                        });
            }
            for (var result : threads.invokeAll(work)) {
                assertThat(result.get()).isTrue();
            }
        }
    }
}
