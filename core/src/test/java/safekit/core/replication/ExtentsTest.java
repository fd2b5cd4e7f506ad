package safekit.core.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import safekit.core.bytes.Seeds;

class ExtentsTest {
    @Test
    void the_primitive_set_is_a_set() {
        Seeds.each(
                100,
                random -> {
                    var set = new ExtentSet();
                    var model = new TreeSet<Extent>();
                    for (int i = 0; i < 2000; i++) {
                        var extent =
                                new Extent(
                                        new FileId(random.nextInt(6) - 3, random.nextInt(3)),
                                        random.nextInt(40));
                        FileId file = extent.file();
                        boolean known =
                                set.find(file.number(), file.generation(), extent.number()) >= 0;
                        assertThat(known).isEqualTo(model.contains(extent));
                        int at = set.add(file.number(), file.generation(), extent.number());
                        model.add(extent);
                        assertThat(set.at(at)).isEqualTo(extent);
                    }
                    assertThat(set.size()).isEqualTo(model.size());
                    assertThat(set.sorted()).containsExactlyElementsOf(model);
                });
    }

    @Test
    void facts_in_any_order_give_equal_extents_and_come_back() {
        Seeds.each(
                200,
                random -> {
                    var facts = new ArrayList<LogRecord>(Facts.some(random, 40));
                    facts.removeIf(fact -> fact instanceof LogRecord.Node);
                    Extents extents = Facts.of(facts);
                    Collections.shuffle(facts, random);
                    assertThat(Facts.of(facts)).isEqualTo(extents);
                    assertThat(Facts.of(extents.facts())).isEqualTo(extents);
                });
    }

    @Test
    void a_union_holds_what_either_holds_and_no_more() {
        Seeds.each(
                200,
                random -> {
                    Extents a = Facts.extents(random, 30);
                    Extents b = Facts.extents(random, 30);
                    var union = new Extents();
                    union.addAll(a);
                    union.addAll(b);
                    for (int number = 0; number < 5; number++) {
                        for (long extent = 0; extent < 70; extent++) {
                            boolean either =
                                    a.contains(number, 0, extent) || b.contains(number, 0, extent);
                            assertThat(union.contains(number, 0, extent)).isEqualTo(either);
                        }
                    }
                    assertThat(union.names()).containsAll(a.names()).containsAll(b.names());
                });
    }

    @Test
    void a_tail_holds_each_extent_behind_it() {
        var extents = Facts.of(List.of(new LogRecord.Tail(new FileId(1, 0), 5)));
        assertThat(extents.contains(1, 0, 4)).isFalse();
        assertThat(extents.contains(1, 0, 5)).isTrue();
        assertThat(extents.contains(1, 0, Long.MAX_VALUE)).isTrue();
        assertThat(extents.contains(2, 0, 9)).isFalse();
    }

    @Test
    void a_path_leads_through_the_newest_names_to_the_root() {
        var directory = new FileId(10, 0);
        var file = new FileId(11, 0);
        var extents = new Extents();
        extents.add(new LogRecord.Node(file, new Entry(directory, Name.of("old"))));
        extents.add(new LogRecord.Node(file, new Entry(directory, Name.of("f"))));
        assertThat(extents.path(file)).isEmpty();
        extents.add(new LogRecord.Node(directory, new Entry(FileId.root(2), Name.of("d"))));
        assertThat(extents.path(file))
                .contains(new Path(FileId.root(2), List.of(Name.of("d"), Name.of("f"))));
        assertThat(extents.path(FileId.root(2))).contains(new Path(FileId.root(2), List.of()));
    }

    @Test
    void names_that_lead_in_a_circle_lead_nowhere() {
        var extents = new Extents();
        extents.add(
                new LogRecord.Node(new FileId(1, 0), new Entry(new FileId(2, 0), Name.of("a"))));
        extents.add(
                new LogRecord.Node(new FileId(2, 0), new Entry(new FileId(1, 0), Name.of("b"))));
        assertThat(extents.path(new FileId(1, 0))).isEmpty();
    }

    @Test
    void a_translation_keeps_what_it_knows() {
        var random = new Random(1);
        Extents extents = Facts.extents(random, 60);
        Extents there =
                extents.translated(
                        id ->
                                id.number() == 1
                                        ? Optional.empty()
                                        : Optional.of(new FileId(id.number() + 100, 7)));
        for (Extent extent : extents.data()) {
            FileId file = extent.file();
            assertThat(there.contains(file.number() + 100, 7, extent.number()))
                    .isEqualTo(file.number() != 1);
        }
    }

    @Test
    void paths_are_ordered_as_a_walk_goes() {
        FileId root = FileId.root(0);
        var d = new Path(root, List.of(Name.of("d")));
        var inside = new Path(root, List.of(Name.of("d"), Name.of("z")));
        var next = new Path(root, List.of(Name.of("d!")));
        assertThat(d).isLessThan(inside);
        assertThat(inside).isLessThan(next);
    }
}
