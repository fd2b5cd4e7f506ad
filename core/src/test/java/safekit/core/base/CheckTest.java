package safekit.core.base;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CheckTest {
    @Test
    void broken_invariant_ends_with_its_sentence() {
        assertThatThrownBy(() -> Check.that(false, "order of numbers"))
                .isInstanceOf(Check.BrokenInvariant.class)
                .hasMessage("order of numbers");
    }

    @Test
    void true_condition_passes() {
        assertThatCode(() -> Check.that(true, "order of numbers")).doesNotThrowAnyException();
    }
}
