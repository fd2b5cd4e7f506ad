package safekit.node.replication;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import safekit.core.replication.Entry;
import safekit.core.replication.FileId;
import safekit.core.replication.Name;

/**
 * What is below a directory that moves, and would be replicated in one place and not in the other.
 * For one walk.
 */
final class MovedNames {
    private final TreeAccess tree;
    private final Exclusions rules;
    private final Consumer<Entry> differing;

    /** Looks at all names of this tree; {@code differing} hears of each, nothing below it. */
    MovedNames(TreeAccess tree, Exclusions rules, Consumer<Entry> differing) {
        this.tree = tree;
        this.rules = rules;
        this.differing = differing;
    }

    /** Visits a directory that is replicated in both places. */
    void visit(FileId directory, byte[] before, byte[] after) throws IOException {
        for (Name name : tree.list(directory)) {
            Optional<TreeAccess.Node> node = tree.lookup(directory, name);
            if (node.isEmpty()) {
                continue;
            }
            boolean isDirectory = node.get().directory();
            byte[] was = Exclusions.below(before, name);
            byte[] willBe = Exclusions.below(after, name);
            boolean out = rules.leavesOutItself(was, isDirectory);
            if (out != rules.leavesOutItself(willBe, isDirectory)) {
                differing.accept(new Entry(directory, name));
            } else if (isDirectory && !out) {
                visit(node.get().id(), was, willBe);
            }
        }
    }
}
