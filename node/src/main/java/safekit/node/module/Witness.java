package safekit.node.module;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Consumer;
import safekit.core.config.HostAddress;
import safekit.core.config.module.Checker;

/** Asks the split-brain witnesses afresh: one answer is enough (spec 05 section 9). */
final class Witness {
    private static final int PATIENCE_MILLIS = 2000;

    private final List<HostAddress> witnesses;

    Witness(List<Checker> checkers) {
        witnesses =
                checkers.stream()
                        .filter(each -> each instanceof Checker.Splitbrain)
                        .map(each -> (Checker.Splitbrain) each)
                        .flatMap(each -> each.witnesses().stream())
                        .toList();
    }

    /** Asks on a thread of its own and tells whether one answered. */
    void ask(Consumer<Boolean> answer) {
        Thread.ofPlatform()
                .daemon()
                .name("witness")
                .start(() -> answer.accept(witnesses.stream().anyMatch(Witness::reached)));
    }

    private static boolean reached(HostAddress witness) {
        try {
            return InetAddress.getByName(witness.host()).isReachable(PATIENCE_MILLIS);
        } catch (IOException unreachable) {
            return false;
        }
    }
}
