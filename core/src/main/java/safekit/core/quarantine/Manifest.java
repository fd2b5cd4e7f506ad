package safekit.core.quarantine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import safekit.core.bytes.Bytes;
import safekit.core.bytes.Refusal;
import safekit.core.bytes.Refused;

/** All facts of one quarantine, in memory. Not thread-safe. */
public final class Manifest {
    private final ManifestLine.Heading heading;
    private final SortedMap<Integer, Bytes> roots = new TreeMap<>();
    private final SortedMap<Integer, ManifestLine.Kept> kept = new TreeMap<>();
    private final Map<Integer, List<ManifestLine.Zone>> zones = new TreeMap<>();
    private final Map<Integer, List<ManifestLine.Lost>> lost = new TreeMap<>();
    private boolean complete;

    /** Nothing is kept yet. */
    public Manifest(ManifestLine.Heading heading) {
        this.heading = heading;
    }

    /** What these lines say together. */
    public static Manifest of(List<String> lines) throws Refused {
        Optional<ManifestLine> first =
                lines.isEmpty()
                        ? Optional.empty()
                        : Optional.of(ManifestLine.parse(lines.getFirst()));
        if (!(first.orElse(null) instanceof ManifestLine.Heading heading)) {
            throw new Refused(Refusal.Reason.MALFORMED, "a manifest without its first line");
        }
        var all = new Manifest(heading);
        for (String line : lines.subList(1, lines.size())) {
            all.add(ManifestLine.parse(line));
        }
        return all;
    }

    /** One fact more; of the heading there is one only. */
    public void add(ManifestLine fact) {
        switch (fact) {
            case ManifestLine.Heading _ -> {}
            case ManifestLine.Root root -> roots.put(root.directory(), root.path());
            case ManifestLine.Kept one -> kept.put(one.number(), one);
            case ManifestLine.Zone zone -> list(zones, zone.number()).add(zone);
            case ManifestLine.Lost bytes -> list(lost, bytes.number()).add(bytes);
            case ManifestLine.Complete() -> complete = true;
        }
    }

    private static <T> List<T> list(Map<Integer, List<T>> of, int number) {
        return of.computeIfAbsent(number, _ -> new ArrayList<>());
    }

    public ManifestLine.Heading heading() {
        return heading;
    }

    /** Paths of the replicated directories by their numbers. */
    public SortedMap<Integer, Bytes> roots() {
        return Collections.unmodifiableSortedMap(roots);
    }

    /** What was there, by its number. */
    public SortedMap<Integer, ManifestLine.Kept> kept() {
        return Collections.unmodifiableSortedMap(kept);
    }

    /** What is kept of this file. */
    public List<ManifestLine.Zone> zones(int number) {
        return List.copyOf(zones.getOrDefault(number, List.of()));
    }

    /** What was overwritten of this file without being kept. */
    public List<ManifestLine.Lost> lost(int number) {
        return List.copyOf(lost.getOrDefault(number, List.of()));
    }

    /** Whether nothing is added any more. */
    public boolean complete() {
        return complete;
    }

    /** Bytes that are kept. */
    public long bytes() {
        return zones.values().stream()
                .flatMap(List::stream)
                .mapToLong(ManifestLine.Zone::length)
                .sum();
    }

    /** Bytes that were overwritten without being kept. */
    public long lostBytes() {
        return lost.values().stream()
                .flatMap(List::stream)
                .mapToLong(ManifestLine.Lost::length)
                .sum();
    }

    /** Whether all bytes of this file are kept. */
    public boolean whole(int number) {
        long bytes = zones(number).stream().mapToLong(ManifestLine.Zone::length).sum();
        ManifestLine.Kept one = kept.get(number);
        return one != null && bytes == one.size();
    }
}
