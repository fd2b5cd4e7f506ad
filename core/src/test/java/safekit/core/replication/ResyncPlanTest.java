package safekit.core.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import safekit.core.bytes.Seeds;
import safekit.core.generation.Meeting.Copy;
import safekit.core.replication.ResyncPlan.Knowledge;

class ResyncPlanTest {
    private static final FileId ROOT = FileId.root(0);
    private static final FileId DIRECTORY = new FileId(10, 0);
    private static final FileId FILE = new FileId(11, 0);

    private static Knowledge nothing() {
        return new Knowledge(new Extents(), new Extents());
    }

    private static Knowledge changes(LogRecord... facts) {
        return new Knowledge(Facts.of(List.of(facts)), new Extents());
    }

    @Test
    void names_go_before_what_is_in_them_and_attributes_after_data() {
        var sender =
                changes(
                        new LogRecord.Node(DIRECTORY, new Entry(ROOT, Name.of("d"))),
                        new LogRecord.NameOf(new Entry(DIRECTORY, Name.of("f"))),
                        new LogRecord.NameOf(new Entry(ROOT, Name.of("d"))),
                        new LogRecord.Data(FILE, 4, 1),
                        new LogRecord.Data(FILE, 5, 1),
                        new LogRecord.Data(FILE, 9, 1),
                        new LogRecord.Tail(FILE, 8));
        assertThat(ResyncPlan.of(Copy.SENDER_CHANGES, sender, nothing()).work())
                .containsExactly(
                        new ResyncPlan.OneName(new Entry(ROOT, Name.of("d"))),
                        new ResyncPlan.OneName(new Entry(DIRECTORY, Name.of("f"))),
                        new ResyncPlan.Data(FILE, 4, 2),
                        new ResyncPlan.Tail(FILE, 8),
                        new ResyncPlan.AttributesOf(FILE),
                        new ResyncPlan.AttributesOf(ROOT),
                        new ResyncPlan.AttributesOf(DIRECTORY));
    }

    @Test
    void each_kind_of_copy_takes_a_superset_of_what_may_differ() {
        Seeds.each(
                200,
                random -> {
                    var sender =
                            new Knowledge(Facts.extents(random, 20), Facts.extents(random, 20));
                    var receiver =
                            new Knowledge(Facts.extents(random, 20), Facts.extents(random, 20));
                    covers(
                            Copy.ACTIVITIES,
                            sender,
                            receiver,
                            sender.activity(),
                            receiver.activity());
                    covers(
                            Copy.SENDER_CHANGES,
                            sender,
                            receiver,
                            sender.changes(),
                            receiver.activity());
                    covers(
                            Copy.ALL_CHANGES,
                            sender,
                            receiver,
                            sender.changes(),
                            sender.activity(),
                            receiver.changes(),
                            receiver.activity());
                });
    }

    private static void covers(
            Copy copy, Knowledge sender, Knowledge receiver, Extents... expected) {
        List<ResyncPlan.Work> work = ResyncPlan.of(copy, sender, receiver).work();
        assertThat(work).isEqualTo(ResyncPlan.of(copy, sender, receiver).work());
        var planned = new Extents();
        for (ResyncPlan.Work piece : work) {
            switch (piece) {
                case ResyncPlan.Everything e -> planned.addEverything();
                case ResyncPlan.OneName(var entry) -> planned.add(new LogRecord.NameOf(entry));
                case ResyncPlan.Data(var file, long first, long count) ->
                        planned.add(new LogRecord.Data(file, first, count));
                case ResyncPlan.Tail(var file, long first) ->
                        planned.add(new LogRecord.Tail(file, first));
                case ResyncPlan.AttributesOf(var file) ->
                        planned.add(new LogRecord.AttributesOf(file));
            }
        }
        for (Extents part : expected) {
            for (Extent extent : part.data()) {
                FileId file = extent.file();
                assertThat(planned.contains(file.number(), file.generation(), extent.number()))
                        .isTrue();
            }
            assertThat(planned.names()).containsAll(part.names());
            assertThat(planned.attributes()).containsAll(part.attributes());
            part.tails()
                    .forEach(
                            (file, first) ->
                                    assertThat(planned.tails().get(file))
                                            .isLessThanOrEqualTo(first));
        }
    }

    @Test
    void everything_wins_over_lists() {
        List<ResyncPlan.Work> everything = List.of(new ResyncPlan.Everything(Optional.empty()));
        assertThat(ResyncPlan.of(Copy.EVERYTHING, nothing(), nothing()).work())
                .isEqualTo(everything);
        var overflowed = changes(new LogRecord.Everything(), new LogRecord.Data(FILE, 1, 1));
        assertThat(ResyncPlan.of(Copy.SENDER_CHANGES, overflowed, nothing()).work())
                .isEqualTo(everything);
    }

    @Test
    void what_is_left_after_an_interruption_is_the_rest_and_what_changed_since() {
        var sender =
                changes(
                        new LogRecord.NameOf(new Entry(ROOT, Name.of("n"))),
                        new LogRecord.Data(FILE, 0, 10));
        ResyncPlan plan = ResyncPlan.of(Copy.SENDER_CHANGES, sender, nothing());
        plan.done();
        plan.advanced(4, 1000);
        assertThat(plan.progress()).isEqualTo(new ResyncPlan.Progress(4, 1, 10, 4, 0, 1000));
        ResyncPlan rest = plan.rest(Facts.of(List.of(new LogRecord.Data(FILE, 1, 1))));
        assertThat(rest.work())
                .containsExactly(
                        new ResyncPlan.AttributesOf(ROOT),
                        new ResyncPlan.Data(FILE, 1, 1),
                        new ResyncPlan.Data(FILE, 4, 6),
                        new ResyncPlan.AttributesOf(FILE));
        while (rest.next().isPresent()) {
            rest.done();
        }
        assertThat(rest.progress()).isEqualTo(new ResyncPlan.Progress(4, 4, 7, 7, 2, 0));
    }

    @Test
    void a_walk_through_everything_goes_on_behind_its_last_path() {
        ResyncPlan plan = ResyncPlan.of(Copy.EVERYTHING, nothing(), nothing());
        var path = new Path(ROOT, List.of(Name.of("a")));
        plan.walked(path, 10);
        assertThat(plan.progress().files()).isEqualTo(1);
        assertThat(plan.next()).contains(new ResyncPlan.Everything(Optional.of(path)));
        ResyncPlan rest = plan.rest(Facts.of(List.of(new LogRecord.AttributesOf(FILE))));
        assertThat(rest.work())
                .containsExactly(
                        new ResyncPlan.Everything(Optional.of(path)),
                        new ResyncPlan.AttributesOf(FILE));
        assertThat(rest.rest(new Extents()).next())
                .contains(new ResyncPlan.Everything(Optional.of(path)));
    }
}
