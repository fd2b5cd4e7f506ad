package safekit.bench.takeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {

    @Test
    void the_outage_lies_between_two_good_answers() {
        var answers =
                new Answers(
                        List.of(0L, 5L, 10L, 50L, 100L, 105L, 110L),
                        List.of(good(0, 2), good(5, 7), good(105, 109), good(110, 111)));
        var outage = answers.longestOutage();
        assertThat(outage.lastNanos()).isEqualTo(7);
        assertThat(outage.firstNanos()).isEqualTo(109);
    }

    @Test
    void it_is_as_uncertain_as_the_longest_time_without_a_request() {
        var answers =
                new Answers(
                        List.of(0L, 10L, 50L, 105L, 300L),
                        List.of(good(0, 2), good(105, 109), good(110, 111)));
        assertThat(answers.longestOutage().resolutionNanos()).isEqualTo(105 - 50);
    }

    @Test
    void a_request_that_waited_through_the_outage_ends_it_no_earlier_than_its_answer() {
        var answers =
                new Answers(
                        List.of(0L, 10L, 40L, 80L),
                        List.of(good(0, 2), good(40, 90), good(80, 88)));
        assertThat(answers.longestOutage().firstNanos()).isEqualTo(88);
    }

    @Test
    void the_order_in_which_answers_were_noted_does_not_matter() {
        var answers = new Answers(List.of(105L, 0L, 10L), List.of(good(105, 109), good(0, 2)));
        assertThat(answers.longestOutage().lastNanos()).isEqualTo(2);
        assertThat(answers.longestOutage().resolutionNanos()).isEqualTo(95);
    }

    @Test
    void without_a_failed_request_there_is_nothing_to_measure() {
        var answers = new Answers(List.of(0L, 50L), List.of(good(0, 2), good(50, 60)));
        assertThatThrownBy(answers::longestOutage).hasMessageContaining("no request failed");
    }

    private static Answers.Good good(long sent, long answered) {
        return new Answers.Good(sent, answered);
    }
}
