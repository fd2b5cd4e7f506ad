package safekit.core.config.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two nodes replicate the same exactly when the text of what is replicated is the same. */
class ReplicatedPartTest {
    private static String part(String attributes, String directories) {
        String text =
                "<safe><service mode='mirror'><heart><heartbeat name='default'/></heart><rfs "
                        + attributes
                        + ">"
                        + directories
                        + "</rfs></service></safe>";
        return ModuleReader.read("x", text, Map.of()).usable().replicatedPart();
    }

    private static String excluding(String exclusions) {
        return part("", "<replicated dir='/a'>" + exclusions + "</replicated>");
    }

    @Test
    void order_and_repetition_do_not_matter() {
        String path = "<notreplicated path='p'/>";
        String expression = "<notreplicated regexpath='p'/>";
        assertThat(excluding(path + expression + path)).isEqualTo(excluding(expression + path));
        assertThat(part("", "<replicated dir='/b'/><replicated dir='/a'/>"))
                .isEqualTo(part("nbrei='3'", "<replicated dir='/a'/><replicated dir='/b/'/>"));
    }

    @Test
    void what_is_left_out_matters() {
        assertThat(
                        java.util.stream.Stream.of(
                                excluding(""),
                                excluding("<notreplicated path='p'/>"),
                                excluding("<notreplicated regexpath='p'/>"),
                                excluding("<notreplicated regexpath='!p'/>"),
                                part("acl='on'", "<replicated dir='/a'/>"),
                                part("", "<replicated dir='/a'/><replicated dir='/p'/>")))
                .doesNotHaveDuplicates();
    }
}
