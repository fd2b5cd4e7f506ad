package safekit.core.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Facts for tests, from a small world so that they meet. */
final class Facts {
    private Facts() {}

    static FileId file(Random random) {
        return new FileId(random.nextInt(5), random.nextInt(2));
    }

    static Entry entry(Random random) {
        return new Entry(file(random), Name.of("n" + random.nextInt(4)));
    }

    static LogRecord one(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> new LogRecord.Node(file(random), entry(random));
            case 1 -> new LogRecord.Tail(file(random), random.nextInt(50));
            case 2 -> new LogRecord.AttributesOf(file(random));
            case 3 -> new LogRecord.NameOf(entry(random));
            default -> new LogRecord.Data(file(random), random.nextInt(60), 1 + random.nextInt(3));
        };
    }

    static List<LogRecord> some(Random random, int max) {
        var facts = new ArrayList<LogRecord>();
        for (int i = 1 + random.nextInt(max); i > 0; i--) {
            facts.add(one(random));
        }
        return facts;
    }

    static Extents extents(Random random, int max) {
        return of(some(random, max));
    }

    static Extents of(List<LogRecord> facts) {
        var extents = new Extents();
        facts.forEach(extents::add);
        return extents;
    }
}
