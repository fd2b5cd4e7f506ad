package safekit.node.replication;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import safekit.core.replication.FileId;
import safekit.core.replication.FileQueue;
import safekit.core.replication.Name;
import safekit.core.replication.Operation;
import safekit.core.wire.Signal;

/**
 * The primary's side of a verification: says in the stream what each name means and which hashes
 * its data have, held still while it is read, so both nodes look at the same point. What differs is
 * asked once more before the secondary reports it. One thread; answers come from the reading one.
 */
final class Verifier {
    private static final int NAMES = 16_384;
    private static final int TOGETHER = 16;
    private static final long LOOK = 1_000_000_000;

    /** A name, and the first byte of the data that is looked at. */
    record Spot(FileId directory, Optional<Name> name, FileId file, long offset) {}

    private final Sender sender;
    private final TreeAccess tree;
    private final Pieces pieces;
    private final Questions questions;
    private final VerifiedFile reader;
    private final FileQueue directories = new FileQueue();
    private long files;
    private long bytes;

    Verifier(Sender sender, TreeAccess tree, Pieces pieces, CopySettings settings) {
        this.sender = sender;
        this.tree = tree;
        this.pieces = pieces;
        questions = new Questions(settings.timeoutNanos());
        reader = new VerifiedFile(tree, settings.zoneBytes());
    }

    /** The secondary compared. With the sender's lock. */
    void answered(Signal.Differences answer) {
        questions.answered(answer);
    }

    /** Compares everything; what to tell the secondary. */
    Signal.Verified run(long number) throws IOException, Cancelled {
        for (int root = 0; root < tree.directories(); root++) {
            directories.add(FileId.root(root));
        }
        Optional<FileId> next = directories.takeLast();
        while (next.isPresent()) {
            directory(next.get());
            next = directories.takeLast();
        }
        return new Signal.Verified(number, files, bytes, "");
    }

    private void directory(FileId directory) throws IOException, Cancelled {
        var listing = new DirectoryListing(sender, tree, pieces, directory, NAMES);
        lists(listing);
        try {
            boolean more = true;
            while (more) {
                more = part(directory, listing);
            }
        } finally {
            lists(null);
        }
        spots(List.of(new Spot(directory, Optional.empty(), directory, 0)));
    }

    private void lists(@Nullable DirectoryListing listing) {
        sender.lock.lock();
        try {
            sender.known.lists(listing);
        } finally {
            sender.lock.unlock();
        }
    }

    private boolean part(FileId directory, DirectoryListing listing) throws IOException, Cancelled {
        var spots = new ArrayList<Spot>();
        var differs = new boolean[1];
        var range = new ArrayList<Optional<Name>>();
        boolean more =
                listing.next(
                        (from, to, names, nodes) -> {
                            range.add(Optional.ofNullable(from));
                            range.add(Optional.ofNullable(to));
                            names(directory, range, false, names, differs);
                            for (int i = 0; i < nodes.size(); i++) {
                                found(directory, names.get(i), nodes.get(i), spots);
                            }
                        });
        answers();
        if (differs[0]) {
            namesAgain(directory, range);
        }
        spots(spots);
        return more;
    }

    private void found(FileId directory, Name name, TreeAccess.Node node, List<Spot> spots) {
        if (node.directory()) {
            directories.add(node.id());
        } else {
            spots.add(new Spot(directory, Optional.of(name), node.id(), 0));
            files++;
        }
    }

    /** With the lock. */
    private void names(
            FileId directory,
            List<Optional<Name>> range,
            boolean again,
            List<Name> names,
            boolean[] differs) {
        var operation =
                new Operation.VerifyNames(directory, range.get(0), range.get(1), again, names);
        questions.ask(sender.internal(operation), answer -> differs[0] = !bits(answer).isEmpty());
    }

    private static BitSet bits(Signal.Differences answer) {
        return BitSet.valueOf(answer.differing().toArray());
    }

    private void namesAgain(FileId directory, List<Optional<Name>> range)
            throws IOException, Cancelled {
        Name from = range.get(0).orElse(null);
        pieces.held(
                List.of(Underway.Hold.names()),
                () -> reader.names(directory, from, range.get(1).orElse(null)),
                names -> {
                    var exact = List.of(range.get(0), Optional.ofNullable(names.end()));
                    names(directory, exact, true, names.names(), new boolean[1]);
                });
        answers();
    }

    // ---- files

    private void spots(List<Spot> spots) throws IOException, Cancelled {
        var again = new ArrayList<Spot>();
        for (int from = 0; from < spots.size(); from += TOGETHER) {
            some(spots.subList(from, Math.min(spots.size(), from + TOGETHER)), false, again);
        }
        answers();
        for (Spot spot : again) {
            some(List.of(spot), true, new ArrayList<>());
        }
        answers();
    }

    private void some(List<Spot> spots, boolean again, List<Spot> differing)
            throws IOException, Cancelled {
        var holds = new ArrayList<Underway.Hold>();
        holds.add(Underway.Hold.names());
        spots.forEach(spot -> holds.add(Underway.Hold.whole(spot.file)));
        var rest = new ArrayList<Spot>();
        room();
        pieces.held(
                holds,
                () -> {
                    for (Spot spot : spots) {
                        sender.sendTimes(spot.file);
                    }
                },
                () -> reader.read(spots, again),
                read -> {
                    for (VerifiedFile.Read one : read) {
                        ask(one, differing);
                        one.rest().ifPresent(rest::add);
                    }
                });
        if (!again) {
            for (Spot spot : rest) {
                some(List.of(spot), false, differing);
            }
        }
    }

    private void ask(VerifiedFile.Read read, List<Spot> differing) {
        bytes += read.operation().again() ? 0 : read.bytes();
        questions.ask(
                sender.internal(read.operation()),
                answer -> {
                    if (!bits(answer).isEmpty()) {
                        differing.add(read.spot());
                    }
                });
    }

    // ---- answers

    private void room() throws IOException, Cancelled {
        await(questions::room);
    }

    private void answers() throws IOException, Cancelled {
        await(
                () -> {
                    questions.inTime();
                    return questions.none();
                });
    }

    private void await(Readers.Condition condition) throws IOException, Cancelled {
        sender.lock.lock();
        try {
            pieces.alive(true);
            while (!condition.holds()) {
                boolean _ = sender.await(System.nanoTime() + LOOK);
                pieces.alive(true);
            }
        } finally {
            sender.lock.unlock();
        }
    }
}
