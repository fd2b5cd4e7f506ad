package safekit.core.failover;

import java.util.List;
import java.util.stream.Stream;

/**
 * Condition of a rule, printed in the failover language (spec 06 section 3.1). A value that is not
 * one word, such as a displayed state, is printed between quotes.
 */
public sealed interface Expression {
    /** The outcome over a snapshot. */
    Truth evaluate(Resources resources);

    /** The resources that the condition names, from left to right. */
    List<ResourcePattern> patterns();

    /** Whether the condition holds; a comparison on an init resource makes it false. */
    default boolean holds(Resources resources) {
        return evaluate(resources) == Truth.TRUE;
    }

    /**
     * The function {@code cluster()}: whether another node of the cluster is visible (spec 04
     * section 7). As long as nobody has told it, a comparison with it is not applicable.
     */
    record Cluster(String value) implements Expression {
        /** What safeadmin says of the other nodes of the cluster. */
        public static final String RESOURCE = "cluster.others";

        @Override
        public Truth evaluate(Resources resources) {
            return seen().evaluate(resources);
        }

        @Override
        public List<ResourcePattern> patterns() {
            return seen().patterns();
        }

        private Expression seen() {
            return equal(RESOURCE, value);
        }

        @Override
        public String toString() {
            return "cluster() == " + value;
        }
    }

    /** How a comparison is written. */
    enum Relation {
        EQUAL("=="),
        DIFFERENT("!=");

        private final String symbol;

        Relation(String symbol) {
            this.symbol = symbol;
        }
    }

    /**
     * Compares resources with a value. {@code ?} asks for one resource that compares, {@code *} for
     * all, and at least one (OPEN 06-4). An init resource is not comparable, except with init
     * itself; a wildcard asks the other resources first.
     */
    record Compare(ResourcePattern pattern, Relation relation, String value) implements Expression {
        @Override
        public Truth evaluate(Resources resources) {
            var values = resources.matching(pattern).values();
            if (values.isEmpty()) {
                return Truth.FALSE;
            }
            var decisive = Truth.of(pattern.isAny());
            if (values.stream().map(this::compare).anyMatch(decisive::equals)) {
                return decisive;
            }
            return values.stream().map(this::compare).anyMatch(Truth.NOT_APPLICABLE::equals)
                    ? Truth.NOT_APPLICABLE
                    : decisive.not();
        }

        private Truth compare(String actual) {
            if (actual.equals(Resources.INIT) && !value.equals(Resources.INIT)) {
                return Truth.NOT_APPLICABLE;
            }
            return Truth.of(actual.equals(value) == (relation == Relation.EQUAL));
        }

        @Override
        public List<ResourcePattern> patterns() {
            return List.of(pattern);
        }

        @Override
        public String toString() {
            var printed = value.matches("\\w+") ? value : '"' + value + '"';
            return pattern + " " + relation.symbol + " " + printed;
        }
    }

    /** Both conditions. */
    record And(Expression left, Expression right) implements Expression {
        @Override
        public Truth evaluate(Resources resources) {
            return left.evaluate(resources).and(right.evaluate(resources));
        }

        @Override
        public List<ResourcePattern> patterns() {
            return both(left, right);
        }

        @Override
        public String toString() {
            return factor(left) + " && " + factor(right);
        }

        private static String factor(Expression side) {
            return side instanceof Or ? "(" + side + ")" : side.toString();
        }
    }

    /** At least one of the conditions. */
    record Or(Expression left, Expression right) implements Expression {
        @Override
        public Truth evaluate(Resources resources) {
            return left.evaluate(resources).or(right.evaluate(resources));
        }

        @Override
        public List<ResourcePattern> patterns() {
            return both(left, right);
        }

        @Override
        public String toString() {
            return left + " || " + right;
        }
    }

    /** The opposite of a condition. */
    record Not(Expression operand) implements Expression {
        @Override
        public Truth evaluate(Resources resources) {
            return operand.evaluate(resources).not();
        }

        @Override
        public List<ResourcePattern> patterns() {
            return operand.patterns();
        }

        @Override
        public String toString() {
            return "!(" + operand + ")";
        }
    }

    /** The comparison {@code resource == value}, the resource in its printed form. */
    static Expression equal(String resource, String value) {
        return new Compare(ResourcePattern.parse(resource), Relation.EQUAL, value);
    }

    private static List<ResourcePattern> both(Expression left, Expression right) {
        return Stream.concat(left.patterns().stream(), right.patterns().stream()).toList();
    }
}
