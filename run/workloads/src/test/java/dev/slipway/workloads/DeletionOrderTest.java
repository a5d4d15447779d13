package dev.slipway.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.Json;
import dev.slipway.model.kinds.Pod;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DeletionOrderTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    @Test
    void putsThoseThatAreMissedLeastInFront() {
        List<Pod> expected =
                List.of(
                        pod("unassigned", "Pending", false, 100, 0, 0),
                        pod("pending", "Pending", false, 100, 0, 0),
                        pod("not-ready", "Running", false, 100, 0, 0),
                        pod("cheap", "Running", true, 100, 0, -1),
                        pod("newly-ready", "Running", true, 10, 0, 0),
                        pod("restarted", "Running", true, 1_000, 3, 0),
                        pod("old", "Running", true, 1_000, 0, 0),
                        pod("dear", "Running", true, 10, 0, 7));
        for (int seed = 0; seed < 20; seed++) {
            List<Pod> pods = new ArrayList<>(expected);
            Collections.shuffle(pods, new Random(seed));
            assertThat(DeletionOrder.of(pods, NOW)).isEqualTo(expected);
        }
    }

    private static Pod pod(
            String name, String phase, boolean ready, int ageSeconds, int restarts, int cost) {
        String since = Json.time(NOW.minusSeconds(ageSeconds));
        String json =
                """
                {"metadata": {"name": "%s", "namespace": "default", "uid": "%s",
                  "creationTimestamp": "%s",
                  "annotations": {"controller.kubernetes.io/pod-deletion-cost": "%d"}},
                 "spec": {"nodeName": "%s"},
                 "status": {"phase": "%s",
                  "conditions": [{"type": "Ready", "status": "%s", "lastTransitionTime": "%s"}],
                  "containerStatuses": [{"name": "main", "restartCount": %d}]}}
                """
                        .formatted(
                                name,
                                name,
                                since,
                                cost,
                                name.equals("unassigned") ? "" : "n",
                                phase,
                                ready ? "True" : "False",
                                since,
                                restarts);
        return Json.convert(Json.parseObject(json.getBytes(StandardCharsets.UTF_8)), Pod.class);
    }
}
