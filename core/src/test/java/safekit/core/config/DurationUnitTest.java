package safekit.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spec 02 section 2. */
class DurationUnitTest {
    @ParameterizedTest
    @CsvSource({
        "SECOND, 10, PT10S, false",
        "SECOND, 10s, PT10S, false",
        "SECOND, 2m, PT2M, false",
        "SECOND, 1d, PT24H, false",
        "SECOND, 0, PT0S, false",
        "SECOND, 0s, PT0S, false",
        "SECOND, 1500ms, PT1S, true",
        "SECOND, 3000000us, PT3S, false",
        "MILLISECOND, 700, PT0.7S, false",
        "MILLISECOND, 2h, PT2H, false",
        "HOUR, 24, PT24H, false",
        "HOUR, 90m, PT1H, true",
        "MINUTE, 000000000000000005, PT5M, false",
        "SECOND, 3153600000, PT876000H, false",
        "HOUR, 876000, PT876000H, false",
        "DAY, 36500, PT876000H, false",
    })
    void converts_to_the_implicit_unit(
            DurationUnit unit, String value, Duration expected, boolean truncated) {
        assertThat(unit.parse(value)).isEqualTo(new DurationUnit.Amount(expected, truncated));
    }

    @ParameterizedTest
    @CsvSource({
        "SECOND, 500ms",
        "SECOND, 5ms",
        "SECOND, 0ms",
        "SECOND, 0m",
        "MILLISECOND, 0s",
        "MILLISECOND, 999us",
        "HOUR, 59m",
        "SECOND, -1",
        "SECOND, +1",
        "SECOND, 1.5s",
        "SECOND, 10 s",
        "SECOND, 10S",
        "SECOND, s",
        "SECOND, ten",
        "SECOND, ''",
        "SECOND, 3153600001",
        "HOUR, 876001",
        "SECOND, 999999999999999999",
        "SECOND, 999999999999999999d",
        "MILLISECOND, 99999d",
        "SECOND, 1000000000000000000",
        "SECOND, \u0661s",
    })
    void refuses_everything_else(DurationUnit unit, String value) {
        assertThat(unit.parse(value)).isNull();
    }

    @Test
    void says_it_in_the_words_of_the_reference_product() {
        Findings findings = new Findings("userconfig.xml");
        findings.error(Position.NONE, DurationUnit.SECOND.refusal("500ms", "boot_delay"));
        assertThat(findings.inReadingOrder().getFirst().errorText())
                .isEqualTo(
                        "Error: invalid value '500ms' for the attribute boot_delay (expected time"
                                + " unit: 's')");
    }

    @Test
    void writes_a_duration_with_its_unit() {
        assertThat(DurationUnit.MILLISECOND.format(Duration.ofSeconds(30))).isEqualTo("30000ms");
    }
}
