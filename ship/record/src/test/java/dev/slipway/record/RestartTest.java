package dev.slipway.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.kinds.ReleaseRecord;
import dev.slipway.model.kinds.ReleaseRecordStatus.Delivery;
import dev.slipway.model.kinds.ReleaseRecordStatus.Step;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The recorder is killed before and after every write it makes; the records come out the same, and
/// nobody misses a message.
class RestartTest {
    private static final String SUBSCRIPTION = "notifications.argoproj.io/subscribe.";

    /// What a run leaves behind.
    private record Outcome(List<String> records, Set<String> messages, int writes) {}

    @Test
    void everyWriteMayBeTheLastOfItsProcess() throws InterruptedException {
        Outcome undisturbed = run(Integer.MAX_VALUE, false);
        assertThat(undisturbed.messages()).hasSize(10);
        for (int write = 1; write <= undisturbed.writes(); write++) {
            for (boolean before : new boolean[] {true, false}) {
                Outcome disturbed = run(write, before);
                String what = "killed " + (before ? "before" : "after") + " write " + write;
                assertThat(disturbed.records()).as(what).isEqualTo(undisturbed.records());
                assertThat(disturbed.messages()).as(what).isEqualTo(undisturbed.messages());
            }
        }
    }

    private static Outcome run(int fatalWrite, boolean before) throws InterruptedException {
        FragileCluster.Writes writes = new FragileCluster.Writes();
        writes.killAt(fatalWrite, before);
        try (Receiver receiver = new Receiver();
                RecordWorld world = new RecordWorld(7, writes::watch)) {
            configure(world, receiver);
            String subscriptions =
                    Stream.of("updated", "completed", "paused", "step-completed")
                            .map(moment ->
                                    "'%son-rollout-%s.webhook.hook': ''"
                                            .formatted(SUBSCRIPTION, moment))
                            .collect(Collectors.joining(", ", "{", "}"));
            survive(world, () -> world.deployRollout(subscriptions));
            survive(world, () -> world.awaitPhase("Healthy"));
            survive(world, () -> world.settle(Duration.ofSeconds(30)));
            world.release("carol", "shop:v2");
            survive(world, () -> world.settle(Duration.ofMinutes(2)));
            world.release("carol", "shop:v1");
            survive(world, () -> world.settle(Duration.ofMinutes(2)));
            return new Outcome(
                    world.records("shop").stream().map(RestartTest::summary).toList(),
                    receiver.received().stream()
                            .map(each -> message(each.body()))
                            .collect(Collectors.toCollection(TreeSet::new)),
                    writes.count());
        }
    }

    private static void configure(RecordWorld world, Receiver receiver) {
        world.create("{apiVersion: v1, kind: Namespace, metadata: {name: argo-rollouts}}");
        world.create(
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: argo-rollouts-notification-configmap, namespace: argo-rollouts}
                data: {slipway.dev.loopback: allowed, service.webhook.hook: '{url: URL}'}
                """
                        .replace("URL", receiver.url()));
    }

    /// Part of a run, in which the recorder may die.
    @FunctionalInterface
    private interface Part {
        void run() throws InterruptedException;
    }

    private static void survive(RecordWorld world, Part part) throws InterruptedException {
        try {
            part.run();
        } catch (FragileCluster.Killed _) {
            world.restart();
            world.settle(Duration.ofMinutes(2));
        }
    }

    private static String message(String body) {
        int start = body.indexOf("\"message\":\"");
        return body.substring(start, body.indexOf("\",\"at\"", start));
    }

    private static String summary(ReleaseRecord record) {
        assertThat(record.status().deliveries().values())
                .allMatch(each -> each.state().equals(Delivery.SENT));
        return record.key()
                + " "
                + record.spec().who()
                + " "
                + record.spec().backTo()
                + " "
                + record.status().outcome()
                + " "
                + record.status().reason()
                + " "
                + record.status().steps().stream().map(Step::action).toList()
                + " "
                + record.status().pauses().size()
                + " "
                + record.status().moments()
                + " "
                + record.status().deliveries().keySet().stream().sorted().toList();
    }
}
