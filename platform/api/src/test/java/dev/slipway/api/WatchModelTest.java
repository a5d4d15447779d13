package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.FieldSelector;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.ObjectKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is written: who lists, then applies each change a watch tells, has what a later list
/// shows; with every selector, from every revision.
final class WatchModelTest {
    private static final int STEPS = 300;
    private static final int NAMES = 6;
    private static final List<String> TIERS = List.of("web", "data", "batch");

    private final TestApi test = new TestApi();

    /// A reader's copy: names to versions.
    private final class Copy {
        final ListOptions selection;
        final Map<String, Long> objects = new TreeMap<>();
        final ObjectWatch watch;

        Copy(ListOptions selection) {
            this.selection = selection;
            ObjectList list = test.api.list(TestApi.ALICE, test.kind("configmaps"), selection);
            list.items().forEach(item -> objects.put(item.key().name(), item.revision()));
            this.watch =
                    test.api.watch(
                            TestApi.ALICE,
                            test.kind("configmaps"),
                            WatchOptions.since(selection, list.revision()));
        }

        void catchUp() throws InterruptedException {
            List<ObjectEvent> events = watch.poll(1000, Duration.ZERO);
            while (events.stream().anyMatch(event -> !(event instanceof ObjectEvent.Bookmark))) {
                events.forEach(this::apply);
                events = watch.poll(1000, Duration.ZERO);
            }
        }

        private void apply(ObjectEvent event) {
            switch (event) {
                case ObjectEvent.Added(StoredObject object) ->
                        assertThat(objects.put(object.key().name(), object.revision())).isNull();
                case ObjectEvent.Modified(StoredObject object) ->
                        assertThat(objects.put(object.key().name(), object.revision()))
                                .isLessThan(object.revision());
                case ObjectEvent.Deleted(StoredObject object) ->
                        assertThat(objects.remove(object.key().name())).isNotNull();
                case ObjectEvent.Bookmark _ -> {}
            }
        }

        void isCurrent() throws InterruptedException {
            catchUp();
            Map<String, Long> expected = new TreeMap<>();
            test.api
                    .list(TestApi.ALICE, test.kind("configmaps"), selection)
                    .items()
                    .forEach(item -> expected.put(item.key().name(), item.revision()));
            assertThat(objects).isEqualTo(expected);
        }
    }

    @AfterEach
    void close() {
        test.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void copiesKeptByWatchesAreCurrent(long seed) throws InterruptedException {
        Random random = new Random(seed);
        List<Copy> copies = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            if (step % (STEPS / 10) == 0) {
                copies.add(new Copy(selection(random)));
            }
            write(random, "c" + random.nextInt(NAMES));
            if (random.nextInt(10) == 0) {
                copies.get(random.nextInt(copies.size())).isCurrent();
            }
        }
        for (Copy copy : copies) {
            copy.isCurrent();
            copy.watch.close();
        }
    }

    private static ListOptions selection(Random random) {
        LabelSelector labels =
                random.nextBoolean()
                        ? LabelSelector.everything()
                        : LabelSelector.ofLabels(Map.of("tier", tier(random)));
        FieldSelector fields =
                random.nextInt(4) == 0
                        ? new FieldSelector(
                                List.of(
                                        new FieldSelector.Requirement(
                                                "metadata.name", random.nextBoolean(), "c1")))
                        : FieldSelector.everything();
        return ListOptions.of(random.nextBoolean() ? "default" : "", labels, fields);
    }

    private void write(Random random, String name) {
        boolean exists = test.store.snapshot().find("core/configmaps/default/" + name) != null;
        Target target = Target.of(test.kind("configmaps"), new ObjectKey("default", name));
        String labels = "{\"metadata\":{\"name\":\"%s\",\"labels\":{\"tier\":\"%s\"}}}";
        if (!exists) {
            test.create("configmaps", labels.formatted(name, tier(random)));
        } else if (random.nextInt(3) == 0) {
            test.delete("configmaps", name);
        } else {
            test.merge(target, labels.formatted(name, tier(random)));
        }
    }

    private static String tier(Random random) {
        return TIERS.get(random.nextInt(TIERS.size()));
    }
}
