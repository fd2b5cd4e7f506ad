package safekit.node.module;

import java.io.IOException;

/**
 * The virtual addresses of a module on this node. {@link #expect} and {@link #take} belong to the
 * thread of tasks.
 */
public interface Addresses {
    /** They are taken soon, unless something fails: what only asks may begin. Returns at once. */
    void expect();

    /** Probes, sets and announces all; fails in plain words when one cannot be taken. */
    void take() throws IOException;

    /** Removes all that are here; may be called by any thread at any time. */
    void drop() throws IOException;

    /** A module without virtual addresses. */
    Addresses NONE =
            new Addresses() {
                @Override
                public void expect() {}

                @Override
                public void take() {}

                @Override
                public void drop() {}
            };
}
