package dev.slipway.alert.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.alert.ReceivedAlert;
import dev.slipway.alert.notify.NotifyException;
import dev.slipway.series.Labels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AlertDispatcherTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir Path folder;

    private Bench bench(String config) {
        return new Bench(folder.resolve("state"), config);
    }

    @Test
    void waitsForMoreAlertsOfAGroupBeforeItSends() {
        Bench bench = bench(Bench.CONFIG);
        bench.fire("Down", "a");
        bench.time.advance(Duration.ofSeconds(20));
        bench.fire("Down", "b");
        bench.time.advance(Duration.ofSeconds(20));
        assertThat(bench.lines).containsExactly("30s web firing a,b");
    }

    @Test
    void sendsChangesOfAGroupAtItsInterval() {
        Bench bench = bench(Bench.CONFIG);
        bench.fire("Down", "a");
        bench.time.advance(MINUTE);
        bench.fire("Down", "b");
        bench.time.advance(Duration.ofSeconds(30));
        bench.resolve("Down", "a");
        bench.time.advance(MINUTE.multipliedBy(5));
        assertThat(bench.lines)
                .containsExactly("30s web firing a", "5m30s web firing b resolved a");
    }

    @Test
    void neverTellsOfAnAlertThatIsOverBeforeTheWait() {
        Bench bench = bench(Bench.CONFIG);
        bench.fire("Down", "a");
        bench.time.advance(Duration.ofSeconds(10));
        bench.resolve("Down", "a");
        bench.time.advance(MINUTE.multipliedBy(20));
        assertThat(bench.lines).isEmpty();
    }

    @Test
    void repeatsOnlyWhenTheIntervalIsOver() {
        Bench bench = bench(Bench.CONFIG);
        bench.keepFiring("Down", "a", Duration.ofHours(9));
        assertThat(bench.lines)
                .containsExactly("30s web firing a", "4h30s web firing a", "8h30s web firing a");
    }

    @Test
    void takesAnAlertThatIsNotSentAgainToBeOver() {
        Bench bench = bench(Bench.CONFIG);
        bench.fire("Down", "a");
        bench.time.advance(Duration.ofMinutes(20));
        assertThat(bench.lines).containsExactly("30s web firing a", "5m30s web resolved a");
    }

    @Test
    void saysNothingOfTheEndToThoseWhoDoNotCare() {
        Bench bench = new Bench(folder.resolve("state"), Bench.CONFIG, false);
        bench.fire("Down", "a");
        bench.time.advance(MINUTE);
        bench.resolve("Down", "a");
        bench.time.advance(Duration.ofMinutes(6));
        bench.fire("Down", "a");
        bench.time.advance(Duration.ofMinutes(6));
        assertThat(bench.lines).containsExactly("30s web firing a", "7m30s web firing a");
    }

    @Test
    void keepsGroupsApartByTheirLabels() {
        Bench bench = bench(Bench.CONFIG);
        bench.fire("Down", "a");
        bench.fire("Slow", "b");
        bench.time.advance(MINUTE);
        assertThat(bench.lines).containsExactlyInAnyOrder("30s web firing a", "30s web firing b");
    }

    @Test
    void sendsOldAlertsAtOnce() {
        Bench bench = bench(Bench.CONFIG);
        bench.dispatcher.put(
                List.of(
                        new ReceivedAlert(
                                Labels.of("alertname", "Down", "id", "a"),
                                Labels.EMPTY,
                                bench.time.now().minusSeconds(40),
                                null,
                                "")));
        bench.time.advance(Duration.ofSeconds(1));
        assertThat(bench.lines).containsExactly("0s web firing a");
    }

    @Test
    void silencedAlertsWaitUntilTheSilenceEnds() {
        Bench bench = bench(Bench.CONFIG);
        String id = bench.silence("id", "a", Duration.ofHours(1));
        bench.fire("Down", "a");
        bench.fire("Down", "b");
        bench.time.advance(MINUTE);
        assertThat(bench.dispatcher.alerts())
                .filteredOn(each -> each.alert().labels().value("id").equals("a"))
                .singleElement()
                .satisfies(each -> assertThat(each.silencedBy()).containsExactly(id));
        bench.dispatcher.silences().expire(id);
        bench.keepFiring("Down", "a", MINUTE.multipliedBy(5));
        assertThat(bench.lines.getFirst()).isEqualTo("30s web firing b");
        assertThat(bench.lines.get(1)).startsWith("5m30s web firing a");
    }

    @Test
    void inhibitedAlertsWaitUntilTheSourceIsOver() {
        Bench bench =
                bench(
                        Bench.CONFIG
                                + """
                                inhibit_rules:
                                  - source_matchers: [severity=critical]
                                    target_matchers: [severity=warning]
                                    equal: [cluster]
                                """);
        bench.fire("Dead", "a", "severity", "critical", "cluster", "x");
        bench.fire("Slow", "b", "severity", "warning", "cluster", "x");
        bench.fire("Slow", "c", "severity", "warning", "cluster", "y");
        bench.time.advance(MINUTE);
        assertThat(bench.lines).containsExactlyInAnyOrder("30s web firing a", "30s web firing c");
        bench.resolve("Dead", "a", "severity", "critical", "cluster", "x");
        bench.fire("Slow", "b", "severity", "warning", "cluster", "x");
        bench.fire("Slow", "c", "severity", "warning", "cluster", "y");
        bench.time.advance(MINUTE.multipliedBy(5));
        assertThat(bench.lines).contains("5m30s web firing b,c");
    }

    @Test
    void sendsNothingInMutedHours() {
        Bench bench =
                bench(
                        """
                        route:
                          receiver: web
                          routes:
                            - receiver: web
                              matchers: [alertname=Down]
                              mute_time_intervals: [night]
                        receivers: [{name: web}]
                        time_intervals:
                          - name: night
                            time_intervals:
                              - times: [{start_time: '00:00', end_time: '00:20'}]
                        """);
        bench.keepFiring("Down", "a", Duration.ofMinutes(30));
        assertThat(bench.lines).containsExactly("20m30s web firing a");
    }

    @Test
    void triesAgainWithGrowingPauses() {
        Bench bench = bench(Bench.CONFIG);
        RecordingNotifier web = Objects.requireNonNull(bench.notifiers.get("web"));
        web.failWith(NotifyException.passing("busy", null));
        bench.fire("Down", "a");
        bench.time.advance(Duration.ofSeconds(34));
        web.failWith(null);
        bench.time.advance(Duration.ofSeconds(20));
        assertThat(bench.lines)
                .containsExactly(
                        "30s web failed",
                        "30.5s web failed",
                        "31.5s web failed",
                        "33.5s web failed",
                        "37.5s web firing a");
    }

    @Test
    void givesUpAtOnceWhatCannotSucceedAndTriesAgainAtTheNextInterval() {
        Bench bench = bench(Bench.CONFIG);
        RecordingNotifier web = Objects.requireNonNull(bench.notifiers.get("web"));
        web.failWith(NotifyException.lasting("no such channel", null));
        bench.fire("Down", "a");
        bench.time.advance(MINUTE);
        web.failWith(null);
        bench.fire("Down", "a");
        bench.time.advance(MINUTE.multipliedBy(5));
        assertThat(bench.lines).containsExactly("30s web failed", "5m30s web firing a");
        assertThat(bench.dispatcher.figures().messagesFailed()).isEqualTo(1);
    }

    @Test
    void tellsNobodyTwiceAfterACrash() {
        Bench bench = bench(Bench.CONFIG);
        bench.keepFiring("Down", "a", MINUTE.multipliedBy(10));
        bench.crash(Bench.CONFIG);
        bench.keepFiring("Down", "a", Duration.ofHours(5));
        assertThat(bench.lines).containsExactly("30s web firing a", "4h5m web firing a");
    }

    @Test
    void forgetsNoEndBecauseOfACrash() {
        Bench bench = bench(Bench.CONFIG);
        bench.keepFiring("Down", "a", MINUTE.multipliedBy(10));
        bench.crash(Bench.CONFIG);
        bench.time.advance(Duration.ofMinutes(30));
        assertThat(bench.lines).hasSize(2);
        assertThat(bench.lines.get(1)).endsWith("web resolved a");
    }

    @Test
    void forgetsNoAlertThatWasWaitingWhenItCrashed() {
        Bench bench = bench(Bench.CONFIG);
        bench.fire("Down", "a");
        bench.crash(Bench.CONFIG);
        bench.time.advance(MINUTE);
        assertThat(bench.lines).containsExactly("30s web firing a");
    }

    @Test
    void anAlertThatTimedOutDoesNotFireAgainAfterACrash() {
        Bench bench = bench(Bench.CONFIG);
        bench.fire("Down", "a");
        bench.time.advance(Duration.ofSeconds(331));
        assertThat(bench.lines).containsExactly("30s web firing a", "5m30s web resolved a");
        bench.crash(Bench.CONFIG);
        bench.time.advance(Duration.ofHours(1));
        assertThat(bench.lines).hasSize(2);
    }

    @Test
    void silencesSurviveACrash() {
        Bench bench = bench(Bench.CONFIG);
        bench.silence("alertname", "Down", Duration.ofHours(1));
        bench.crash(Bench.CONFIG);
        bench.fire("Down", "a");
        bench.time.advance(Duration.ofMinutes(4));
        assertThat(bench.lines).isEmpty();
        assertThat(bench.dispatcher.silences().all()).hasSize(1);
    }

    @Test
    void anotherConfigurationTakesOverWhileAlertsFire() {
        Bench bench = bench(Bench.CONFIG);
        bench.keepFiring("Down", "a", MINUTE.multipliedBy(2));
        bench.dispatcher.use(
                bench.routing(
                        """
                        route:
                          receiver: web
                          group_by: [alertname]
                          routes: [{matchers: [alertname=Slow], receiver: chat}]
                        receivers: [{name: web}, {name: chat}]
                        """));
        bench.fire("Slow", "b");
        bench.keepFiring("Down", "a", MINUTE.multipliedBy(6));
        assertThat(bench.lines.subList(0, 2))
                .containsExactly("30s web firing a", "2m30s chat firing b");
        assertThat(bench.lines).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void forgetsWhatIsOverAndTold() {
        Bench bench = bench(Bench.CONFIG);
        bench.fire("Down", "a");
        bench.time.advance(Duration.ofHours(1));
        assertThat(bench.dispatcher.figures()).isEqualTo(new AlertDispatcher.Figures(0, 0, 2, 0));
    }

    @Test
    void givesUpTheEndThatNobodyTakes() {
        Bench bench = bench(Bench.CONFIG);
        bench.fire("Down", "a");
        bench.time.advance(MINUTE);
        Objects.requireNonNull(bench.notifiers.get("web"))
                .failWith(NotifyException.lasting("gone", null));
        bench.time.advance(Duration.ofHours(3));
        assertThat(bench.dispatcher.figures().alerts()).isEqualTo(1);
        bench.time.advance(Duration.ofHours(2));
        assertThat(bench.dispatcher.figures().alerts()).isZero();
    }

    /// Whatever happens in whatever order, and however often the process dies: an alert that fires
    /// long enough is told, once per repeat interval, and its end is told once.
    @Test
    void tellsEveryBeginningAndEndOnceWhateverHappens() {
        for (int seed = 0; seed < 20; seed++) {
            java.util.Random random = new java.util.Random(seed);
            Bench bench = new Bench(folder.resolve("s" + seed), Bench.CONFIG);
            boolean fires = false;
            int begun = 0;
            for (int minute = 0; minute < 600; minute++) {
                if (minute % 30 == 0) {
                    fires = random.nextBoolean();
                    begun += fires ? 1 : 0;
                    if (!fires) {
                        bench.resolve("Down", "a");
                    }
                }
                if (fires) {
                    bench.fire("Down", "a");
                }
                if (random.nextInt(20) == 0) {
                    bench.crash(Bench.CONFIG);
                }
                bench.time.advance(MINUTE);
            }
            bench.time.advance(Duration.ofMinutes(30));
            List<String> kinds =
                    bench.lines.stream()
                            .map(each -> each.contains("firing") ? "firing" : "resolved")
                            .toList();
            for (int i = 0; i < kinds.size(); i++) {
                assertThat(kinds.get(i))
                        .as("seed %d: %s", seed, bench.lines)
                        .isEqualTo(i % 2 == 0 ? "firing" : "resolved");
            }
            assertThat(kinds.size()).as("seed %d", seed).isEven().isLessThanOrEqualTo(2 * begun);
            assertThat(begun == 0 || !kinds.isEmpty()).isTrue();
        }
    }

    @Test
    void refusesWhatIsNoAlert() {
        Bench bench = bench(Bench.CONFIG);
        List<String> problems =
                bench.dispatcher.put(
                        List.of(new ReceivedAlert(Labels.EMPTY, Labels.EMPTY, null, null, "")));
        assertThat(problems)
                .containsExactly("found an alert without labels (expected: at least one)");
    }

    @Test
    void showsGroupsWithTheirAlerts() {
        Bench bench = bench(Bench.CONFIG);
        bench.fire("Down", "a");
        bench.fire("Down", "b");
        bench.fire("Slow", "c");
        assertThat(bench.dispatcher.groups())
                .extracting(each -> each.labels() + " " + each.alerts().size())
                .containsExactly("{alertname=\"Down\"} 2", "{alertname=\"Slow\"} 1");
    }
}
