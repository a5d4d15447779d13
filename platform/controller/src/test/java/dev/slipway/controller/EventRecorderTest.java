package dev.slipway.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.client.ListQuery;
import dev.slipway.controller.testing.MemoryCluster;
import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.kinds.ConfigMap;
import dev.slipway.model.kinds.Event;
import dev.slipway.model.kinds.Kinds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EventRecorderTest {
    private final SimulatedTime time = new SimulatedTime();
    private final MemoryCluster cluster = new MemoryCluster(time);
    private final EventRecorder recorder = new EventRecorder("tester", cluster, time);
    private final ConfigMap object =
            cluster.resources(Kinds.CONFIG_MAP)
                    .create(new ConfigMap(ObjectMeta.named("shop", "a"), Map.of(), Map.of(), null));

    @Test
    void countsWhatRepeats() {
        recorder.normal(Kinds.CONFIG_MAP, object, "Scaled", "to 1");
        write(recorder);
        time.advance(Duration.ofMinutes(2));
        recorder.normal(Kinds.CONFIG_MAP, object, "Scaled", "to 1");
        write(recorder);

        Event event = only(events());
        assertThat(event.count()).isEqualTo(2);
        assertThat(event.firstTimestamp()).isEqualTo(SimulatedTime.START);
        assertThat(event.lastTimestamp()).isEqualTo(time.now());
        assertThat(event.involvedObject().uid()).isEqualTo(object.metadata().uid());
        assertThat(event.metadata().key().namespace()).isEqualTo("shop");
    }

    @Test
    void goesOnCountingAfterARestart() {
        recorder.normal(Kinds.CONFIG_MAP, object, "Scaled", "to 1");
        write(recorder);
        EventRecorder restarted = new EventRecorder("tester", cluster, time);
        restarted.normal(Kinds.CONFIG_MAP, object, "Scaled", "to 1");
        write(restarted);

        assertThat(only(events()).count()).isEqualTo(2);
    }

    @Test
    void combinesTooManyDifferentMessages() {
        for (int i = 0; i < 20; i++) {
            recorder.warning(Kinds.CONFIG_MAP, object, "Failed", "attempt " + i);
        }
        write(recorder);

        assertThat(events()).hasSize(11);
        assertThat(events())
                .anySatisfy(event -> {
                    assertThat(event.message())
                            .isEqualTo("(combined from similar events): attempt 19");
                    assertThat(event.count()).isEqualTo(10);
                });
    }

    @Test
    void limitsHowOftenAnObjectIsTalkedAbout() {
        for (int i = 0; i < 100; i++) {
            recorder.normal(Kinds.CONFIG_MAP, object, "Again", "and again");
        }
        write(recorder);

        assertThat(only(events()).count()).isEqualTo(25);
        assertThat(recorder.dropped()).isEqualTo(75);
    }

    private static void write(EventRecorder recorder) {
        boolean busy = true;
        while (busy) {
            busy = recorder.step();
        }
    }

    private static Event only(List<Event> events) {
        assertThat(events).hasSize(1);
        return events.getFirst();
    }

    private List<Event> events() {
        return cluster.resources(Kinds.EVENT).list(ListQuery.all()).items();
    }
}
