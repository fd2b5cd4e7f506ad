package safekit.bench.resync;

import java.util.List;
import safekit.bench.figures.Figure;
import safekit.bench.figures.Report;
import safekit.bench.job.Scale;
import safekit.lab.product.Node;
import safekit.lab.product.Pair;

/**
 * Brings a resynchronisation about in each way and measures it. The pair is node1 PRIM and node2
 * SECOND before each case, and one of them PRIM after it.
 */
public final class Resyncs {
    private static final int BLOCK = 4096;
    private static final int MEBIBYTE = 1 << 20;
    private static final String SMALL = "small.data";
    private static final String LARGE = "large.data";
    private static final String FILES = "files";
    private static final String READY = "SECOND Ready";

    private final Report report;
    private final Field field;
    private final Amounts amounts;

    /** On a pair whose own module was never started. */
    public Resyncs(Report report, Pair pair, Amounts amounts) {
        this.report = report;
        this.field = new Field(pair);
        this.amounts = amounts;
    }

    /** All cases; one changes the other's begin only by which node is primary. */
    public void run() {
        try {
            prepare();
            blocksAfterStop();
            piecesAfterStop();
            blocksAfterSecondaryLost();
            blocksAfterPrimaryLost();
            filesAfterStop();
            nothingAfterStop();
            equalContent();
            everything();
            beside();
        } catch (AssertionError | RuntimeException failure) {
            System.err.println(field.mirror.describe());
            throw failure;
        }
    }

    /** Files that are there before the module is: nothing logs them one by one. */
    private void prepare() {
        Node node1 = field.pair.node1();
        field.damage(node1, "names", "names", amounts.names());
        field.mirror.alone();
        field.damage(node1, "fill", SMALL, amounts.small());
        field.damage(node1, "fill", LARGE, amounts.large());
        Measured first = field.resynchronise(field.pair.node2());
        figures("first_copy", first, amounts.small() + amounts.large());
    }

    private Node primary() {
        Node node1 = field.pair.node1();
        return field.mirror.state(node1).startsWith("PRIM") ? node1 : field.pair.node2();
    }

    /** Stops the secondary in an orderly way; gives the node that serves alone. */
    private Node alone() {
        Node primary = primary();
        field.mirror.verb(field.other(primary), "stop");
        field.mirror.becomes(field.other(primary), "STOP NotReady");
        field.mirror.becomes(primary, "ALONE Ready");
        return primary;
    }

    private void blocksAfterStop() {
        Node alone = alone();
        field.damage(alone, "blocks", SMALL, BLOCK, amounts.changed() * MEBIBYTE / BLOCK);
        figures("blocks_after_stop", field.resynchronise(field.other(alone)), amounts.changed());
    }

    private void piecesAfterStop() {
        Node alone = alone();
        field.damage(alone, "blocks", LARGE, MEBIBYTE, amounts.changed());
        figures("pieces_after_stop", field.resynchronise(field.other(alone)), amounts.changed());
    }

    /** Half of the changes are made while it is there, half while it is not. */
    private void blocksAfterSecondaryLost() {
        Node primary = primary();
        Node lost = field.other(primary);
        int half = amounts.changed() * MEBIBYTE / BLOCK / 2;
        field.damage(primary, "blocks", SMALL, BLOCK, half);
        lost.host().powerOff();
        field.mirror.becomes(primary, "ALONE Ready");
        field.damage(primary, "blocks", SMALL, BLOCK, half);
        lost.boot();
        figures("blocks_after_secondary_lost", field.resynchronise(lost), amounts.changed());
    }

    private void blocksAfterPrimaryLost() {
        Node lost = primary();
        Node next = field.other(lost);
        int half = amounts.changed() * MEBIBYTE / BLOCK / 2;
        field.damage(lost, "blocks", SMALL, BLOCK, half);
        lost.host().powerOff();
        field.mirror.becomes(next, "ALONE Ready");
        field.damage(next, "blocks", SMALL, BLOCK, half);
        lost.boot();
        figures("blocks_after_primary_lost", field.resynchronise(lost), amounts.changed());
    }

    private void filesAfterStop() {
        Node alone = alone();
        field.damage(alone, "files", FILES, amounts.files());
        Measured one = field.resynchronise(field.other(alone));
        figures("files_after_stop", one, 0);
        rate("files_after_stop_rate", "files/s", amounts.files() / one.seconds());
    }

    private void nothingAfterStop() {
        Node alone = alone();
        figures("nothing_after_stop", field.resynchronise(field.other(alone)), 0);
    }

    private void equalContent() {
        Node alone = alone();
        Measured one = field.resynchronise(field.other(alone), "second", "fullsync");
        figures("equal_content", one, total());
    }

    private void everything() {
        Node alone = alone();
        Node empty = field.other(alone);
        double copied = field.copySeconds(alone);
        field.wipe(empty);
        Measured one = field.resynchronise(empty, "second", "fullsync");
        figures("everything", one, total());
        report.add(
                Figure.median(
                        "everything_against_cp", "s", List.of(one.seconds()), List.of(copied)));
    }

    /** An application on the primary while everything is compared, against before. */
    private void beside() {
        Node alone = alone();
        Node other = field.other(alone);
        var scale = new Scale(4, 500, 16, 0);
        List<Double> before = field.writes(alone, scale);
        field.wipe(other);
        field.begin(other, "second", "fullsync");
        field.mirror.becomes(other, "SECOND Transient");
        List<Double> during = field.writes(alone, scale);
        if (field.mirror.state(other).equals(READY)) {
            report.remark("the resynchronisation ended before the application did");
        }
        report.add(Figure.median("application_beside", "writes/s", during, before));
        field.mirror.becomes(other, READY);
    }

    private int total() {
        return amounts.small() + amounts.large();
    }

    /** The baseline of the bytes on the wire is what had to travel, or all that was compared. */
    private void figures(String name, Measured one, int mebibytes) {
        List<Double> had = mebibytes == 0 ? List.of() : List.of((double) mebibytes);
        report.add(Figure.median(name + "_wire", "MiB", List.of(one.wire()), had));
        report.add(Figure.median(name + "_time", "s", List.of(one.seconds()), List.of()));
        if (mebibytes > 0) {
            rate(name + "_rate", "MiB/s", mebibytes / one.seconds());
        }
        report.add(Figure.median(name + "_sender_rss", "MB", List.of(one.primary()), List.of()));
        report.add(
                Figure.median(name + "_receiver_rss", "MB", List.of(one.secondary()), List.of()));
    }

    private void rate(String name, String unit, double value) {
        report.add(Figure.median(name, unit, List.of(value), List.of()));
    }
}
