package safekit.core.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import safekit.core.base.Check.BrokenInvariant;

class DisplayStateTest {
    @Test
    void prints_state_and_substate() {
        assertThat(new DisplayState(ModuleState.PRIM, Substate.Ready)).hasToString("PRIM Ready");
        assertThat(DisplayState.PEER_UNKNOWN).hasToString("UNKNOWN Unknown");
    }

    @Test
    void has_exactly_the_states_of_the_specification() {
        var shown = new ArrayList<String>();
        for (var state : ModuleState.values()) {
            for (var substate : Substate.values()) {
                try {
                    shown.add(new DisplayState(state, substate).toString());
                } catch (BrokenInvariant refused) {
                    assertThat(refused).hasMessage("no displayed state " + state + " " + substate);
                }
            }
        }
        assertThat(shown)
                .containsExactly(
                        "STOP NotReady",
                        "WAIT NotReady",
                        "WAIT Transient",
                        "ALONE Transient",
                        "ALONE Ready",
                        "PRIM Transient",
                        "PRIM Ready",
                        "SECOND Transient",
                        "SECOND Ready",
                        "UP Transient",
                        "UP Ready",
                        "UNKNOWN Unknown");
    }

    @Test
    void exit_code_is_that_of_the_state_command() {
        assertThat(ModuleState.STOP.exitCode()).isEqualTo(0);
        assertThat(ModuleState.WAIT.exitCode()).isEqualTo(1);
        assertThat(ModuleState.ALONE.exitCode()).isEqualTo(2);
        assertThat(ModuleState.UP.exitCode()).isEqualTo(2);
        assertThat(ModuleState.PRIM.exitCode()).isEqualTo(3);
        assertThat(ModuleState.SECOND.exitCode()).isEqualTo(4);
        assertThatThrownBy(ModuleState.UNKNOWN::exitCode).isInstanceOf(BrokenInvariant.class);
    }
}
