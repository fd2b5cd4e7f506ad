package safekit.node.replication;

import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import safekit.linux.fuse.ChangeSink;

/**
 * Which part of the replicated directories is replicated: names ({@code <notreplicated>}) and
 * access lists ({@code acl}).
 *
 * @param exclusions of each directory, in the order of the configuration
 * @param acl whether access lists are replicated
 * @param notes hears, in words, what became of names that are not replicated
 */
public record Selection(List<Exclusions> exclusions, boolean acl, Consumer<String> notes) {
    /** Copies the list. */
    public Selection {
        exclusions = List.copyOf(exclusions);
    }

    /** All of so many directories. */
    public static Selection everything(int directories) {
        return new Selection(Collections.nCopies(directories, Exclusions.NONE), true, _ -> {});
    }

    /** The replicated part of these trees. */
    TreeAccess of(TreeAccess trees) {
        boolean all = exclusions.stream().allMatch(Exclusions::none);
        TreeAccess named = all ? trees : new VisibleTree(trees, exclusions, notes);
        return acl ? named : new LocalAclTree(named);
    }

    /** The sink of a directory, in front of the one that replicates. */
    ChangeSink sink(int directory, TreeAccess trees, ChangeSink replicated) {
        ChangeSink sink = acl ? replicated : new LocalAclSink(replicated);
        Exclusions rules = exclusions.get(directory);
        return rules.none()
                ? sink
                : new PartialSink(
                        sink, new VisibleTree(trees, exclusions, notes), rules, directory);
    }
}
