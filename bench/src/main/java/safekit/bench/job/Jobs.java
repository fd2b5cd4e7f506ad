package safekit.bench.job;

import safekit.bench.job.RandomWrites.Durability;

/** The jobs by their names. */
final class Jobs {
    private Jobs() {}

    static Job of(String name, Scale scale) {
        return switch (name) {
            case "write4k_fsync_1job" -> new RandomWrites(name, scale, 1, Durability.EACH);
            case "write4k_fsync_8jobs" -> new RandomWrites(name, scale, 8, Durability.EACH);
            case "write4k_cache" -> new RandomWrites(name, scale, 1, Durability.LATER);
            case "write4k_direct" -> new RandomWrites(name, scale, 1, Durability.DIRECT);
            case "write1m" -> new SequentialWrites(name, scale);
            case "read1m_cold" -> new SequentialReads(name, scale, true);
            case "read1m_warm" -> new SequentialReads(name, scale, false);
            case "read4k_cold" -> new RandomReads(name, scale, true);
            case "read4k_warm" -> new RandomReads(name, scale, false);
            case "names" -> new Names(scale);
            case "tree" -> new Walks(scale);
            case "untar" -> new Untar(scale);
            case "sqlite" -> new Inserts(scale);
            case "pgbench" -> new Pgbench(scale);
            default -> throw new IllegalArgumentException("no job " + name);
        };
    }
}
