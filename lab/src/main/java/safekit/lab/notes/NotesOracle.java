package safekit.lab.notes;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares what a client was promised with what a service holds. */
public final class NotesOracle {

    /** The acknowledged notes and those of them that are missing, in the order of posting. */
    public record Verdict(int acknowledged, List<String> lost) {

        @Override
        public String toString() {
            return acknowledged
                    + " acknowledged notes, "
                    + lost.size()
                    + " lost"
                    + (lost.isEmpty() ? "" : ": " + lost.getFirst() + " to " + lost.getLast());
        }
    }

    private NotesOracle() {}

    /** Looks each promised note up in the text of GET /notes or of the notes' file: one a line. */
    public static Verdict verify(List<AcknowledgedNote> promised, String held) {
        Set<String> words = new HashSet<>(List.of(held.split("[\\s\",;|]+", -1)));
        List<String> lost =
                promised.stream()
                        .map(AcknowledgedNote::text)
                        .filter(text -> !words.contains(text))
                        .toList();
        return new Verdict(promised.size(), lost);
    }
}
