package safekit.node.replication;

import java.io.IOException;
import java.util.function.Consumer;
import safekit.core.replication.FileId;

/** Tells each file that is brought ({@code reidetail}), when the report wants to know. */
record BroughtFiles(TreeAccess tree, Report report) implements Consumer<FileId> {
    @Override
    public void accept(FileId file) {
        if (!report.detailed()) {
            return;
        }
        try {
            tree.path(file).ifPresent(report::brought);
        } catch (IOException unnamed) {
            report.note("a file is copied whose name cannot be told: " + unnamed.getMessage());
        }
    }
}
