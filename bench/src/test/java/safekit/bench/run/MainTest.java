package safekit.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {

    @Test
    void a_built_area_is_not_refused() {
        assertThat(Main.refusal("failover")).isEmpty();
        assertThat(Main.refusal("replication")).isEmpty();
    }

    @Test
    void an_area_that_is_not_built_is_refused_with_the_list() {
        assertThat(Main.refusal("farm"))
                .isEqualTo(
                        "Error: The area farm is not built yet. AREA=failover|replication|resync"
                                + " can be measured; not built yet: farm, footprint, sim.");
    }

    @Test
    void an_unknown_area_is_refused_with_the_list() {
        assertThat(Main.refusal("speed"))
                .startsWith("Error: There is no area `speed`.")
                .contains("failover", "replication");
    }
}
