package safekit.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import safekit.core.bytes.Golden;
import safekit.core.generation.PairRole;
import safekit.core.generation.Standing;
import safekit.core.mirror.Phase;
import safekit.core.mirror.Verb;
import safekit.core.replication.Operation;

/** The order of a constant is its code on the wire or on disk: a constant never moves. */
class WireCodesTest {
    private static final Enum<?>[][] ALL = {
        Kind.values(),
        Protection.values(),
        FrameType.values(),
        Opcode.values(),
        Operation.Rename.How.values(),
        Signal.ExtentsPart.Which.values(),
        Signal.Goodbye.Why.values(),
        Phase.values(),
        Verb.values(),
        Standing.values(),
        PairRole.values()
    };

    @Test
    void constants_keep_their_codes() {
        var text = new StringBuilder();
        for (Enum<?>[] values : ALL) {
            for (int code = 0; code < values.length; code++) {
                String type = values[code].getDeclaringClass().getSimpleName();
                text.append(type).append(' ').append(code).append(' ').append(values[code].name());
                text.append('\n');
            }
        }
        DisplayCodes.all()
                .forEach(state -> text.append("DisplayState ").append(state).append('\n'));
        Golden.text("codes.txt", text.toString());
    }

    @Test
    void numbered_constants_are_found_by_their_number() {
        for (Opcode opcode : Opcode.values()) {
            assertThat(Opcode.of(opcode.code())).isEqualTo(opcode);
        }
        for (FrameType type : FrameType.values()) {
            assertThat(FrameType.of(type.code())).isEqualTo(type);
        }
        assertThat(Opcode.of(255)).isEqualTo(Opcode.NONE);
        assertThat(FrameType.of(255)).isEqualTo(FrameType.NONE);
    }
}
