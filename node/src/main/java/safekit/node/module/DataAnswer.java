package safekit.node.module;

import java.util.List;

/**
 * A page of an answer.
 *
 * @param done whether the answer is complete; more lines may follow all the same
 * @param code exit code of the command: 0, 1 when it failed, 2 when the nodes differ
 * @param lines for the user
 */
record DataAnswer(boolean done, int code, List<String> lines) {
    DataAnswer {
        lines = List.copyOf(lines);
    }

    static DataAnswer failed(String why) {
        return new DataAnswer(true, 1, List.of("Error: " + why));
    }
}
