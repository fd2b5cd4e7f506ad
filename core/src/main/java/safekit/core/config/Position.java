package safekit.core.config;

import java.util.Comparator;

/**
 * A place in a configuration text. Line and column count from 1; a column is one UTF-16 unit and a
 * tab counts as one. {@link #NONE} is the place of what no file holds (defaults, generated parts).
 */
public record Position(int line, int column) implements Comparable<Position> {
    public static final Position NONE = new Position(0, 0);

    private static final Comparator<Position> READING_ORDER =
            Comparator.comparingInt(Position::line).thenComparingInt(Position::column);

    @Override
    public int compareTo(Position other) {
        return READING_ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return line + ":" + column;
    }
}
