package dev.slipway.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.series.Exemplar;
import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import dev.slipway.wire.RemoteWriteVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RemoteWriteTest {
    private static final Labels UP = Labels.of("__name__", "up", "job", "a");

    @TempDir private Path folder;

    private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());

    @ParameterizedTest
    @EnumSource
    void everythingOfASeriesArrives(RemoteWriteVersion version) throws Exception {
        try (Receiver receiver = new Receiver((_, _) -> 204);
                RemoteWrite write = open(Configs.of(receiver.uri(), version))) {
            RemoteBatch batch = write.batch();
            batch.series(write.outgoing(UP).orElseThrow());
            batch.sample(1_000, 1);
            batch.exemplar(new Exemplar(Labels.of("trace_id", "x"), 7, 1_000));
            batch.describe(new Metadata(Metadata.Type.GAUGE, "", "Whether it is up"));
            batch.commit();
            receiver.await(() -> receiver.taken().size() >= 3);
            String series = "up{cluster=\"eu\", job=\"a\"}";
            assertThat(receiver.taken())
                    .containsExactlyInAnyOrder(
                            series + " 1000 1.0",
                            series + " exemplar 7.0",
                            "up is GAUGE Whether it is up");
        }
    }

    @Test
    void samplesOfASeriesArriveInTheirOrder() throws Exception {
        try (Receiver receiver = new Receiver((request, _) -> request % 3 == 0 ? 503 : 200);
                RemoteWrite write = open(Configs.of(receiver.uri(), RemoteWriteVersion.V2))) {
            for (int time = 1; time <= 200; time++) {
                fill(write, time, 5);
            }
            receiver.await(() -> receiver.taken().size() >= 1_000);
            for (int series = 0; series < 5; series++) {
                assertThat(timesOf(receiver, series)).hasSize(200).isSorted();
            }
            assertThat(write.counters().sentSamples()).isGreaterThanOrEqualTo(990);
            assertThat(write.counters().retriedSamples()).isPositive();
            assertThat(pauses).isNotEmpty().allMatch(each -> each.toMillis() <= 10);
        }
    }

    @Test
    void whatWasNotSentIsSentByTheNextProcess() throws Exception {
        try (Receiver receiver = new Receiver((_, _) -> 500)) {
            try (RemoteWrite write = open(Configs.of(receiver.uri(), RemoteWriteVersion.V2))) {
                for (int time = 1; time <= 50; time++) {
                    fill(write, time, 4);
                }
                receiver.await(() -> receiver.requests() > 3);
            }
            receiver.behave((_, _) -> 200);
            try (RemoteWrite write = open(Configs.of(receiver.uri(), RemoteWriteVersion.V2))) {
                receiver.await(() -> receiver.taken().size() >= 200);
                assertThat(write.counters().droppedSamples()).isZero();
            }
            for (int series = 0; series < 4; series++) {
                // What the first process was sending when it ended may have arrived late, too.
                assertThat(timesOf(receiver, series).stream().distinct()).isSorted().hasSize(50);
            }
        }
    }

    @Test
    void filesThatWereSentAreDeletedAndNotSentAgain() throws Exception {
        try (Receiver receiver = new Receiver((_, _) -> 200)) {
            try (RemoteWrite write = open(Configs.of(receiver.uri(), RemoteWriteVersion.V2))) {
                for (int time = 1; time <= 400; time++) {
                    fill(write, time, 2);
                }
                receiver.await(() -> receiver.taken().size() >= 800 && write.isIdle());
            }
            try (var files = Files.list(folder)) {
                assertThat(files.filter(each -> each.toString().endsWith(".queue"))).hasSize(1);
            }
            try (RemoteWrite write = open(Configs.of(receiver.uri(), RemoteWriteVersion.V2))) {
                fill(write, 999, 1);
                receiver.await(() -> receiver.taken().size() >= 801);
            }
            assertThat(receiver.taken()).hasSize(801);
        }
    }

    @Test
    void aReceiverThatDoesNotUnderstandVersion2GetsVersion1() throws Exception {
        try (Receiver receiver =
                        new Receiver((_, exchange) ->
                                exchange.getRequestHeaders().getFirst("Content-Type").contains("v2")
                                        ? 415
                                        : 204);
                RemoteWrite write = open(Configs.of(receiver.uri(), RemoteWriteVersion.V2))) {
            fill(write, 1, 1);
            receiver.await(() -> receiver.taken().size() == 1);
            assertThat(receiver.versions())
                    .containsExactly(RemoteWriteVersion.V2, RemoteWriteVersion.V1);
            fill(write, 2, 1);
            receiver.await(() -> receiver.taken().size() == 2);
            assertThat(receiver.versions()).endsWith(RemoteWriteVersion.V1).hasSize(3);
        }
    }

    @Test
    void whatIsRefusedIsDroppedAndCounted() throws Exception {
        try (Receiver receiver = new Receiver((request, _) -> request == 1 ? 400 : 204);
                RemoteWrite write = open(Configs.of(receiver.uri(), RemoteWriteVersion.V1))) {
            fill(write, 1, 1);
            receiver.await(() -> write.counters().droppedSamples() == 1);
            fill(write, 2, 1);
            receiver.await(() -> receiver.taken().size() == 1);
            assertThat(receiver.taken().getFirst()).contains(" 2 ");
            assertThat(write.figures())
                    .flatExtracting("samples")
                    .extracting(Object::toString)
                    .anyMatch(each -> each.contains("reason=\"refused\"") && each.contains("1.0"));
        }
    }

    @Test
    void aReceiverMaySayWhenToComeAgain() throws Exception {
        try (Receiver receiver =
                        new Receiver((request, exchange) -> {
                            exchange.getResponseHeaders().set("Retry-After", "120");
                            return request == 1 ? 429 : 204;
                        });
                RemoteWrite write = open(Configs.of(receiver.uri(), RemoteWriteVersion.V1))) {
            fill(write, 1, 1);
            receiver.await(() -> receiver.taken().size() == 1);
            assertThat(pauses).containsExactly(Duration.ofMinutes(2));
        }
    }

    @Test
    void aReceiverThatHangsOrClosesIsTriedAgain() throws Exception {
        Transport[] transport = new Transport[1];
        try (Receiver receiver =
                new Receiver((request, _) -> request == 1 ? -1 : request == 2 ? 0 : 204)) {
            transport[0] = Transport.of(receiver.uri()).withTimeout(Duration.ofMillis(300));
            RemoteWriteConfig config =
                    Configs.of(transport[0], RemoteWriteVersion.V2, Configs.queue(Duration.ZERO));
            try (RemoteWrite write = open(config)) {
                fill(write, 1, 1);
                receiver.await(() -> receiver.taken().size() == 1);
                assertThat(receiver.requests()).isGreaterThanOrEqualTo(3);
            }
        }
    }

    @Test
    void samplesThatWaitedTooLongAreDropped() throws Exception {
        try (Receiver receiver = new Receiver((_, _) -> 204)) {
            RemoteWriteConfig config =
                    Configs.of(
                            Transport.of(receiver.uri()),
                            RemoteWriteVersion.V2,
                            Configs.queue(Duration.ofMillis(100)));
            try (RemoteWrite write = open(config)) {
                fill(write, 1_000_000 - 101, 1);
                receiver.await(() -> write.counters().droppedSamples() == 1);
                fill(write, 1_000_000 - 100, 1);
                receiver.await(() -> receiver.taken().size() == 1);
            }
        }
    }

    @Test
    void theDiskIsBounded() throws Exception {
        try (Receiver receiver = new Receiver((_, _) -> 503)) {
            RemoteWriteConfig.Queue queue = Configs.queue(Duration.ZERO);
            RemoteWriteConfig config =
                    Configs.of(
                            Transport.of(receiver.uri()),
                            RemoteWriteVersion.V2,
                            new RemoteWriteConfig.Queue(
                                    1,
                                    10,
                                    10,
                                    queue.batchDeadline(),
                                    queue.backoffMin(),
                                    queue.backoffMax(),
                                    true,
                                    20_000,
                                    4_000,
                                    Duration.ZERO));
            try (RemoteWrite write = open(config)) {
                for (int time = 1; time <= 2_000; time++) {
                    fill(write, time, 3);
                }
                assertThat(size()).isLessThan(25_000);
                receiver.behave((_, _) -> 204);
                receiver.await(
                        () -> receiver.taken().stream().anyMatch(each -> each.contains(" 2000 ")));
            }
            assertThat(receiver.taken().size()).isLessThan(6_000);
        }
    }

    @Test
    void damageCostsTheRestOfItsFileOnly() throws Exception {
        try (Receiver receiver = new Receiver((_, _) -> 503)) {
            try (RemoteWrite write = open(Configs.of(receiver.uri(), RemoteWriteVersion.V2))) {
                for (int time = 1; time <= 300; time++) {
                    fill(write, time, 2);
                }
            }
            List<Path> files;
            try (var listed = Files.list(folder)) {
                files = listed.filter(each -> each.toString().endsWith(".queue")).sorted().toList();
            }
            assertThat(files).hasSizeGreaterThan(3);
            byte[] bytes = Files.readAllBytes(files.get(1));
            bytes[bytes.length / 2] ^= 1;
            Files.write(files.get(1), bytes);
            receiver.behave((_, _) -> 204);
            try (RemoteWrite write = open(Configs.of(receiver.uri(), RemoteWriteVersion.V2))) {
                receiver.await(() ->
                        receiver.taken().stream().filter(each -> each.contains(" 300 ")).count()
                                == 2);
                receiver.await(write::isIdle);
            }
            assertThat(receiver.taken().size()).isBetween(300, 599);
            assertThat(receiver.taken()).anyMatch(each -> each.contains(" 1 "));
        }
    }

    @Test
    void seriesThatAreNotWantedAreNotSent() throws IOException {
        try (Receiver receiver = new Receiver((_, _) -> 204);
                RemoteWrite write =
                        RemoteWrite.open(
                                Configs.of(receiver.uri(), RemoteWriteVersion.V1),
                                folder,
                                labels ->
                                        labels.value("cluster").equals("eu")
                                                ? Optional.empty()
                                                : Optional.of(labels))) {
            assertThat(write.outgoing(UP)).isEmpty();
            Labels own = UP.with("cluster", "us");
            assertThat(write.outgoing(own)).contains(own);
        }
    }

    private RemoteWrite open(RemoteWriteConfig config) {
        InstantSource time = () -> java.time.Instant.ofEpochMilli(1_000_000);
        return RemoteWrite.open(config, folder, Optional::of, time, this::pause);
    }

    /// Waits a moment for the receiver's sake, not as long as it is told.
    private void pause(Duration length) throws InterruptedException {
        pauses.add(length);
        TimeUnit.MILLISECONDS.sleep(1);
    }

    private static void fill(RemoteWrite write, long timeMillis, int series) {
        RemoteBatch batch = write.batch();
        for (int i = 0; i < series; i++) {
            batch.series(write.outgoing(Labels.of("__name__", "m", "n", "" + i)).orElseThrow());
            batch.sample(timeMillis, timeMillis / 10.0);
        }
        batch.commit();
    }

    private static List<Long> timesOf(Receiver receiver, int series) {
        return receiver.taken().stream()
                .filter(each -> each.contains("n=\"" + series + "\""))
                .map(each -> Long.parseLong(each.split(" ")[2]))
                .toList();
    }

    private long size() throws IOException {
        long size = 0;
        try (var files = Files.list(folder)) {
            for (Path each : files.toList()) {
                size += Files.size(each);
            }
        }
        return size;
    }
}
