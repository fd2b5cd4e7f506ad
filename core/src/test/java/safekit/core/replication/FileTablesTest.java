package safekit.core.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import safekit.core.bytes.Seeds;

/** The primitive tables of files against those of the JDK. */
class FileTablesTest {
    private static FileId some(Random random) {
        return new FileId(1 + random.nextInt(300), random.nextInt(2));
    }

    @Test
    void a_set_holds_what_was_added_and_not_removed() {
        Seeds.each(
                50,
                random -> {
                    var set = new FileSet();
                    Set<FileId> model = new HashSet<>();
                    for (int i = 0; i < 2000; i++) {
                        FileId file = some(random);
                        if (random.nextInt(5) < 3) {
                            assertThat(set.add(file)).isEqualTo(model.add(file));
                        } else {
                            assertThat(set.remove(file)).isEqualTo(model.remove(file));
                        }
                        FileId other = some(random);
                        assertThat(set.contains(other)).isEqualTo(model.contains(other));
                        assertThat(set.size()).isEqualTo(model.size());
                    }
                    model.forEach(file -> assertThat(set.contains(file)).isTrue());
                });
    }

    @Test
    void a_root_is_in_no_set() {
        var set = new FileSet();
        assertThat(set.add(FileId.root(3))).isFalse();
        assertThat(set.contains(FileId.root(0))).isFalse();
    }

    @Test
    void a_queue_gives_what_it_took_from_either_end() {
        Seeds.each(
                50,
                random -> {
                    var queue = new FileQueue();
                    var model = new ArrayDeque<FileId>();
                    for (int i = 0; i < 2000; i++) {
                        switch (random.nextInt(5)) {
                            case 0 ->
                                    assertThat(queue.takeFirst())
                                            .isEqualTo(Optional.ofNullable(model.pollFirst()));
                            case 1 ->
                                    assertThat(queue.takeLast())
                                            .isEqualTo(Optional.ofNullable(model.pollLast()));
                            default -> {
                                FileId file = some(random);
                                queue.add(file);
                                model.addLast(file);
                            }
                        }
                        assertThat(queue.size()).isEqualTo(model.size());
                    }
                });
    }

    /** The pairs as two maps; a file without one of ours is there with an empty value. */
    private static final class Model {
        final Map<FileId, Optional<FileId>> ours = new HashMap<>();
        final Map<FileId, FileId> theirs = new HashMap<>();

        void put(FileId their, FileId our) {
            remove(their);
            FileId before = theirs.put(our, their);
            if (before != null) {
                ours.put(before, Optional.empty());
            }
            ours.put(their, Optional.of(our));
        }

        void part(FileId their) {
            Optional<FileId> our = ours.getOrDefault(their, Optional.empty());
            our.ifPresent(
                    file -> {
                        theirs.remove(file);
                        ours.put(their, Optional.empty());
                    });
        }

        void remove(FileId their) {
            part(their);
            ours.remove(their);
        }
    }

    @Test
    void pairs_are_found_from_both_sides() {
        Seeds.each(
                50,
                random -> {
                    var pairs = new FilePairs();
                    var model = new Model();
                    for (int i = 0; i < 3000; i++) {
                        FileId their = some(random);
                        switch (random.nextInt(8)) {
                            case 0 -> {
                                pairs.part(their);
                                model.part(their);
                            }
                            case 1 -> {
                                pairs.remove(their);
                                model.remove(their);
                            }
                            default -> {
                                FileId our = some(random);
                                pairs.put(their, our);
                                model.put(their, our);
                            }
                        }
                        if (random.nextInt(500) == 0) {
                            pairs.removeParted();
                            model.ours.values().removeIf(Optional::isEmpty);
                        }
                        same(pairs, model, some(random));
                        same(pairs, model, their);
                    }
                });
    }

    private static void same(FilePairs pairs, Model model, FileId file) {
        assertThat(pairs.size()).isEqualTo(model.ours.size());
        assertThat(pairs.knows(file)).isEqualTo(model.ours.containsKey(file));
        assertThat(pairs.ours(file)).isEqualTo(model.ours.getOrDefault(file, Optional.empty()));
        assertThat(pairs.theirs(file)).isEqualTo(Optional.ofNullable(model.theirs.get(file)));
    }
}
