package dev.slipway.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controller.testing.MemoryCluster;
import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.controller.testing.Simulation;
import dev.slipway.model.ApiException;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.OwnerReference;
import dev.slipway.model.kinds.ConfigMap;
import dev.slipway.model.kinds.Kinds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ControllerTest {
    private static final ObjectKey KEY = new ObjectKey("default", "a");

    private final SimulatedTime time = new SimulatedTime();
    private final Simulation simulation = new Simulation(time, 1);
    private final List<Duration> calls = new ArrayList<>();

    @Test
    void reconcilesOnceForManyChangesOfOneObject() throws Exception {
        Controller controller = controller(_ -> Result.done());
        for (int i = 0; i < 100; i++) {
            controller.wake(KEY);
        }
        simulation.settle();

        assertThat(calls).hasSize(1);
    }

    @Test
    void triesAgainEverLaterUntilItSucceeds() throws Exception {
        Controller controller =
                controller(_ -> {
                    if (calls.size() < 5) {
                        throw new ApiException(ApiException.Reason.UNAVAILABLE, "Not yet");
                    }
                    return Result.done();
                });
        controller.wake(KEY);
        simulation.advance(Duration.ofMinutes(1));

        assertThat(calls)
                .containsExactly(
                        Duration.ZERO,
                        Duration.ofMillis(5),
                        Duration.ofMillis(15),
                        Duration.ofMillis(35),
                        Duration.ofMillis(75));
        assertThat(controller.figures().failures()).isEqualTo(4);
    }

    @Test
    void takesAConflictAsNormal() throws Exception {
        Controller controller =
                controller(key -> {
                    if (calls.size() < 2) {
                        throw ApiException.conflict(Kinds.CONFIG_MAP, key);
                    }
                    return Result.done();
                });
        controller.wake(KEY);
        simulation.advance(Duration.ofSeconds(1));

        assertThat(controller.figures().failures()).isZero();
        assertThat(controller.figures().conflicts()).isEqualTo(1);
    }

    @Test
    void comesBackAtTheTimeAskedFor() throws Exception {
        Controller controller =
                controller(
                        _ -> calls.size() < 3 ? Result.after(Duration.ofHours(1)) : Result.done());
        controller.wake(KEY);
        simulation.advance(Duration.ofDays(1));

        assertThat(calls).containsExactly(Duration.ZERO, Duration.ofHours(1), Duration.ofHours(2));
    }

    @Test
    void isWokenByWhatTheObjectOwns() throws Exception {
        MemoryCluster cluster = new MemoryCluster(time);
        var maps = cluster.resources(Kinds.CONFIG_MAP);
        var owner =
                cluster.resources(Kinds.SERVICE_ACCOUNT)
                        .create(
                                new dev.slipway.model.kinds.ServiceAccount(
                                        ObjectMeta.named("default", "owner"),
                                        List.of(),
                                        List.of(),
                                        null));
        Informers informers = simulation.add(new Informers(cluster, time));
        List<ObjectKey> woken = new ArrayList<>();
        simulation.add(
                Controller.named(
                                "test",
                                key -> {
                                    woken.add(key);
                                    return Result.done();
                                },
                                time)
                        .onOwnedChange(informers.of(Kinds.CONFIG_MAP), Kinds.SERVICE_ACCOUNT)
                        .build());
        ObjectMeta owned =
                ObjectMeta.named("default", "owned")
                        .withOwner(
                                OwnerReference.controlledBy(
                                        Kinds.SERVICE_ACCOUNT, owner.metadata()));
        maps.create(new ConfigMap(owned, Map.of(), Map.of(), null));
        maps.create(new ConfigMap(ObjectMeta.named("default", "b"), Map.of(), Map.of(), null));
        simulation.settle();

        assertThat(woken).containsExactly(new ObjectKey("default", "owner"));
    }

    @Test
    void neverWorksOnOneKeyTwiceAtATimeButOnManyKeysTogether() throws Exception {
        Set<ObjectKey> running = ConcurrentHashMap.newKeySet();
        AtomicInteger clashes = new AtomicInteger();
        CountDownLatch together = new CountDownLatch(4);
        CountDownLatch calls = new CountDownLatch(400);
        Reconciler reconciler =
                key -> {
                    if (!running.add(key)) {
                        clashes.incrementAndGet();
                    }
                    together.countDown();
                    together.await(10, TimeUnit.SECONDS);
                    running.remove(key);
                    calls.countDown();
                    return calls.getCount() > 0 ? Result.after(Duration.ZERO) : Result.done();
                };
        try (SystemTime system = new SystemTime();
                Controller controller =
                        Controller.named("test", reconciler, system).workers(4).build()) {
            controller.start();
            for (int i = 0; i < 1_000; i++) {
                controller.wake(new ObjectKey("default", "k" + i % 4));
            }

            assertThat(calls.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(together.getCount()).isZero();
            assertThat(clashes).hasValue(0);
        }
    }

    private Controller controller(Reconciler reconciler) {
        Controller controller =
                Controller.named(
                                "test",
                                key -> {
                                    calls.add(Duration.between(SimulatedTime.START, time.now()));
                                    return reconciler.reconcile(key);
                                },
                                time)
                        .build();
        return simulation.add(controller);
    }
}
