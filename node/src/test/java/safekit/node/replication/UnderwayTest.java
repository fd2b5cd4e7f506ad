package safekit.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import safekit.linux.fuse.Change;

class UnderwayTest {
    private final Underway underway = new Underway();

    @Test
    void a_checkpoint_waits_for_the_changes_that_began_before_it_only() {
        Underway.One before = begun(Change.Kind.CREATE);
        long asked = underway.begun();
        Underway.One after = begun(Change.Kind.CREATE);
        assertThat(underway.endedUpTo(asked)).isFalse();
        underway.end(before);
        assertThat(underway.endedUpTo(asked)).isTrue();
        before = begun(Change.Kind.RENAME);
        assertThat(underway.endedUpTo(asked)).isTrue();
        underway.end(after);
        underway.end(before);
        assertThat(underway.empty()).isTrue();
    }

    private Underway.One begun(Change.Kind kind) {
        Underway.One one = underway.of(new Change());
        one.kind = kind;
        underway.begin(one);
        return one;
    }
}
