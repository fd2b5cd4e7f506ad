package safekit.node.module;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import safekit.core.generation.Tuple;
import safekit.node.replication.CopyEstimate;
import safekit.node.replication.CopyProgress;
import safekit.node.replication.Inquiries;
import safekit.node.replication.Verification;

/** Answers of the data plane to {@link DataQuestion}s, in words. */
final class DataAnswers {
    /** Lines in a page: a page is a message of the module's socket. */
    private static final int PAGE = 100;

    /** Assumed when nothing was copied yet and nothing limits it. */
    private static final long ASSUMED_BYTES_PER_SECOND = 100_000 << 10;

    private static final int DIFFER = 2;

    private final Inquiries engine;
    private final Supplier<Tuple> tuple;
    private final IntFunction<Path> directories;
    private final long limit;

    /**
     * Of this engine.
     *
     * @param directories path of each replicated directory
     * @param limit {@code reiallowedbw} in bytes per second, 0 = none
     */
    DataAnswers(
            Inquiries engine, Supplier<Tuple> tuple, IntFunction<Path> directories, long limit) {
        this.engine = engine;
        this.tuple = tuple;
        this.directories = directories;
        this.limit = limit;
    }

    String begin(DataQuestion question) {
        return switch (question) {
            case RFSVERIFY -> engine.verify();
            case RFSDIFF -> {
                engine.beginEstimate(tuple.get());
                yield "";
            }
        };
    }

    DataAnswer answer(DataQuestion question, int from) {
        return switch (question) {
            case RFSVERIFY -> verified(engine.verification(from));
            case RFSDIFF -> counted(engine.estimate());
        };
    }

    private DataAnswer verified(Verification.View view) {
        var lines = new ArrayList<String>();
        for (Verification.Difference one : view.differences()) {
            if (lines.size() == PAGE) {
                return new DataAnswer(false, 0, lines);
            }
            lines.add(
                    "%s%s: %s"
                            .formatted(directories.apply(one.directory()), one.way(), one.what()));
        }
        if (view.phase() == Verification.Phase.RUNNING) {
            return new DataAnswer(false, 0, lines);
        }
        if (!view.problem().isEmpty()) {
            lines.add("Error: not everything was compared: " + view.problem());
            return new DataAnswer(true, 1, lines);
        }
        lines.add(
                "Verified %d bytes, %d files: %s"
                        .formatted(
                                view.bytes(),
                                view.files(),
                                view.count() == 0 ? "equal" : view.count() + " differences"));
        return new DataAnswer(true, view.count() == 0 ? 0 : DIFFER, lines);
    }

    private DataAnswer counted(CopyEstimate.Count count) {
        if (!count.done()) {
            return new DataAnswer(false, 0, List.of());
        }
        if (!count.problem().isEmpty()) {
            return DataAnswer.failed(count.problem());
        }
        String what = count.everything() ? "may differ, all are compared" : "changed";
        return new DataAnswer(
                true,
                0,
                List.of(
                        "%d files, %d bytes %s".formatted(count.files(), count.bytes(), what),
                        duration(count)));
    }

    private String duration(CopyEstimate.Count count) {
        CopyProgress last = engine.progress();
        boolean measured = last.bytesDone() > 0 && last.seconds() > 1;
        long speed = measured ? (long) (last.bytesDone() / last.seconds()) : limit;
        String from = measured ? "as the last time" : limit > 0 ? "reiallowedbw" : "assumed";
        long rate = speed > 0 ? speed : ASSUMED_BYTES_PER_SECOND;
        long seconds = (count.bytes() + rate - 1) / rate;
        return "Estimated synchronization %d s at %d KB/s (%s)"
                .formatted(seconds, rate >> 10, from);
    }
}
