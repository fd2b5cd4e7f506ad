package safekit.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    @ParameterizedTest
    @CsvSource({
        "heartbeat, hearbeat, 1",
        "check, chek, 1",
        "default, defualt, 1",
        "kitten, sitting, 3",
        "'', abc, 3",
        "same, same, 0",
    })
    void counts_edits(String one, String other, int distance) {
        assertThat(Spelling.distance(one, other)).isEqualTo(distance);
        assertThat(Spelling.distance(other, one)).isEqualTo(distance);
    }

    @Test
    void names_the_nearest_word_only_when_it_is_near() {
        List<String> known = List.of("heart", "heartbeat", "rfs");
        assertThat(Spelling.hint("Hearbeat", known)).isEqualTo("did you mean 'heartbeat'?");
        assertThat(Spelling.nearest("hart", known)).isEqualTo("heart");
        assertThat(Spelling.nearest("vip", known)).isNull();
        assertThat(Spelling.hint("completely", known)).isEmpty();
        assertThat(Spelling.nearest("x".repeat(65), known)).isNull();
    }
}
