package safekit.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FigureTest {

    @Test
    void the_median_is_in_the_middle_whatever_the_order() {
        assertThat(Percentile.of(List.of(9.0, 1.0, 2.0), 50)).isEqualTo(2);
        assertThat(Percentile.of(List.of(9.0, 1.0, 2.0, 4.0), 50)).isEqualTo(3);
    }

    @Test
    void the_p99_of_a_hundred_samples_is_the_second_largest() {
        List<Double> samples = IntStream.rangeClosed(1, 100).mapToObj(n -> (double) n).toList();
        assertThat(Percentile.of(samples, 99)).isEqualTo(99);
        assertThat(Percentile.of(samples, 100)).isEqualTo(100);
        assertThat(Percentile.of(List.of(7.0), 99)).isEqualTo(7);
    }

    @Test
    void no_samples_have_no_median() {
        assertThatThrownBy(() -> Percentile.of(List.of(), 50))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_line_has_value_unit_baseline_and_ratio() {
        var figure = Figure.median("state", "ms", List.of(100.0, 200.0, 150.0), List.of(60.0));
        assertThat(figure.line("failover")).isEqualTo("failover.state 150.0 ms 60.0 2.50");
    }

    @Test
    void a_line_without_a_baseline_has_dashes() {
        var figure = Figure.median("resolution", "ms", List.of(12.34), List.of());
        assertThat(figure.line("failover")).isEqualTo("failover.resolution 12.3 ms - -");
    }

    @Test
    void the_p99_of_a_figure_compares_both_in_their_slowest_hundredth() {
        var figure = Figure.median("append", "us", List.of(1.0, 2.0, 30.0), List.of(1.0, 1.0, 5.0));
        assertThat(figure.p99().line("a")).isEqualTo("a.append_p99 30.0 us 5.0 6.00");
    }
}
