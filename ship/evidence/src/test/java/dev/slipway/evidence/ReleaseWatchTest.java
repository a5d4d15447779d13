package dev.slipway.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.evidence.ReleaseView.Advice;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Releases in simulated time, each from a fixed seed.
final class ReleaseWatchTest {
    private static WatchedShop shop(long seed, double perSecond) {
        WatchedShop shop = new WatchedShop(seed, perSecond);
        shop.version("v1").failures = .001;
        shop.version("v2").failures = .001;
        shop.pass(30);
        return shop;
    }

    private static boolean isWorse(WatchedShop shop) {
        return shop.verdict().equals("Worse");
    }

    // A new version beside the old one

    @Test
    void findsAVersionThatFailsOneInTwentyWithinTenSeconds() {
        long[] seconds = new long[20];
        for (int seed = 0; seed < seconds.length; seed++) {
            WatchedShop shop = shop(seed, 200);
            shop.version("v2").failures = .05;
            shop.release(10);
            seconds[seed] = shop.secondsUntil(() -> isWorse(shop), 60);
        }
        Arrays.sort(seconds);
        assertThat(seconds[10]).isLessThan(9);
        assertThat(seconds[19]).isLessThanOrEqualTo(60);
    }

    @Test
    void findsAVersionThatFailsAllInTwoLooks() {
        WatchedShop shop = shop(1, 200);
        shop.version("v2").failures = 1;
        shop.release(10);
        assertThat(shop.secondsUntil(() -> isWorse(shop), 60)).isLessThanOrEqualTo(2);
        assertThat(shop.judgement().advice()).isEqualTo(Advice.GO_BACK);
        assertThat(shop.judgement().readyToGoOn()).isFalse();
        assertThat(shop.reason())
                .matches(
                        "100\\.0 % of \\d+ requests to the new version failed, [0-9.]+ % of \\d+ to"
                                + " the old one at the same time; .*");
        assertThat(shop.wakes).contains(shop.time.now());
    }

    @Test
    void goesOnOnceItIsShownThatNothingIsWorse() {
        WatchedShop shop = shop(2, 200);
        shop.release(10);
        assertThat(shop.judgement().advice()).isEqualTo(Advice.WAIT);
        shop.pass(1);
        assertThat(shop.verdict()).isEqualTo("NotEnoughEvidence");
        assertThat(shop.secondsUntil(() -> shop.verdict().equals("Healthy"), 240))
                .isBetween(15L, 200L);
        assertThat(shop.judgement().readyToGoOn()).isTrue();
        assertThat(shop.reason()).startsWith("Not worse by more than is tolerated: ");
        assertThat(shop.wakes).contains(shop.time.now());
    }

    @Test
    void equalVersionsAreRarelyCalledWorse() {
        int alarms = 0;
        for (int seed = 0; seed < 60; seed++) {
            WatchedShop shop = shop(seed, 60);
            shop.version("v2").slowness = 5;
            shop.release(20);
            shop.podsStarted();
            for (int second = 0; second < 90; second++) {
                shop.pass(1);
                WatchedShop.Version cold = shop.version("v2");
                cold.slowness = 1 + (cold.slowness - 1) * .9;
            }
            alarms += isWorse(shop) ? 1 : 0;
        }
        // More than 3 of 60 at 1 % have a chance of one in three hundred.
        assertThat(alarms).isLessThanOrEqualTo(3);
    }

    @Test
    void findsAVersionThatIsSlow() {
        WatchedShop shop = shop(3, 200);
        shop.version("v2").slowness = 2;
        shop.release(20);
        shop.podsStarted();
        assertThat(shop.secondsUntil(() -> isWorse(shop), 120)).isBetween(10L, 90L);
        assertThat(shop.reason()).contains("took longer than");
    }

    @Test
    void saysInWhichWayRequestsFail() {
        WatchedShop shop = shop(4, 200);
        shop.version("v2").failures = .02;
        shop.version("v2").signature = "GET /items 503";
        shop.release(20);
        assertThat(shop.secondsUntil(() -> isWorse(shop), 120)).isLessThan(60);
        assertThat(shop.reason()).contains("GET /items 503");
    }

    @Test
    void troubleOfBothVersionsIsNoReason() {
        WatchedShop shop = shop(5, 100);
        shop.release(50);
        for (int outage = 0; outage < 5; outage++) {
            shop.pass(10);
            shop.version("v1").failures = .8;
            shop.version("v2").failures = .8;
            shop.pass(5);
            shop.version("v1").failures = .001;
            shop.version("v2").failures = .001;
        }
        assertThat(isWorse(shop)).isFalse();
    }

    // How long it may take

    @Test
    void goesOnByReadinessIfThereIsTooLittleTraffic() {
        WatchedShop shop = shop(6, 5);
        shop.release(10);
        shop.pass(59);
        assertThat(shop.judgement().advice()).isEqualTo(Advice.WAIT);
        assertThat(shop.reason()).startsWith("Too little traffic to tell: ");
        shop.pass(3);
        assertThat(shop.verdict()).isEqualTo("TooLittleTraffic");
        assertThat(shop.reason()).endsWith("It goes on if its pods are ready, and stays watched.");
        assertThat(shop.judgement().readyToGoOn()).isTrue();
        shop.version("v2").failures = 1;
        assertThat(shop.secondsUntil(() -> isWorse(shop), 60)).isLessThan(30);
    }

    @Test
    void goesOnByReadinessIfThereIsNoTrafficAtAll() {
        WatchedShop shop = shop(6, 0);
        shop.release(10);
        shop.pass(59);
        assertThat(shop.judgement().advice()).isEqualTo(Advice.WAIT);
        shop.pass(3);
        assertThat(shop.verdict()).isEqualTo("TooLittleTraffic");
    }

    @Test
    void theMinuteBeginsWithTheShareOfTraffic() {
        WatchedShop shop = shop(7, 5);
        shop.release(0);
        shop.pass(120);
        assertThat(shop.verdict()).isEqualTo("none");
        assertThat(shop.judgement().advice()).isEqualTo(Advice.WAIT);
        shop.release(10);
        shop.pass(55);
        assertThat(shop.verdict()).isEqualTo("NotEnoughEvidence");
    }

    @Test
    void pausesInsteadIfAPersonWantsToBeAsked() {
        WatchedShop shop = shop(8, 5);
        shop.annotate(Map.of(Guard.UNDECIDED, "pause"));
        shop.release(10);
        shop.pass(62);
        assertThat(shop.judgement().advice()).isEqualTo(Advice.PAUSE);
        assertThat(shop.reason()).endsWith("It waits for a person to promote or abort it.");
    }

    @Test
    void nothingWaitsForever() {
        WatchedShop shop = shop(9, 20);
        shop.annotate(Map.of(Guard.TOLERANCE, "2%"));
        shop.version("v1").failures = .01;
        shop.version("v2").failures = .04;
        shop.release(10);
        shop.pass(290);
        assertThat(shop.verdict()).isEqualTo("NotEnoughEvidence");
        shop.pass(15);
        assertThat(shop.verdict()).isEqualTo("NotEnoughEvidence");
        assertThat(shop.judgement().advice()).isEqualTo(Advice.GO_ON);
    }

    // Annotations

    @Test
    void judgesNothingIfItIsOff() {
        WatchedShop shop = shop(10, 100);
        shop.annotate(Map.of(Guard.STRICTNESS, "off"));
        shop.version("v2").failures = 1;
        shop.release(50);
        shop.pass(30);
        assertThat(shop.verdict()).isEqualTo("none");
        assertThat(shop.judgement().readyToGoOn()).isTrue();
    }

    @Test
    void toleratesWhatAnAnnotationSays() {
        WatchedShop shop = shop(11, 200);
        shop.annotate(Map.of(Guard.TOLERANCE, "10%"));
        shop.version("v2").failures = .05;
        shop.release(50);
        shop.pass(60);
        assertThat(shop.verdict()).isEqualTo("Healthy");
    }

    @Test
    void saysWhichAnnotationItDoesNotUnderstand() {
        WatchedShop shop = shop(12, 100);
        shop.annotate(Map.of(Guard.STRICTNESS, "very"));
        shop.release(50);
        shop.pass(5);
        assertThat(shop.reason())
                .endsWith(
                        "Not understood: slipway.dev/guard: very (expected: off, relaxed, normal or"
                                + " strict; used: normal).");
    }

    @Test
    void aPersonWhoNoLongerWantsToBeAskedDoesNotHaveToWaitAgain() {
        WatchedShop shop = shop(19, 5);
        shop.annotate(Map.of(Guard.UNDECIDED, "pause"));
        shop.release(10);
        shop.pass(62);
        assertThat(shop.judgement().advice()).isEqualTo(Advice.PAUSE);
        shop.annotate(Map.of());
        shop.pass(1);
        assertThat(shop.judgement().advice()).isEqualTo(Advice.GO_ON);
    }

    // Again and again

    @Test
    void aRetriedVersionIsJudgedAnew() {
        WatchedShop shop = shop(13, 200);
        shop.version("v2").failures = .5;
        shop.release(20);
        assertThat(shop.secondsUntil(() -> isWorse(shop), 30)).isLessThan(10);
        shop.abort();
        assertThat(shop.judgement().withdrawn()).isNotNull();
        assertThat(shop.judgement().state()).isNull();
        shop.version("v2").failures = .001;
        shop.retry(20);
        assertThat(shop.judgement().advice()).isEqualTo(Advice.WAIT);
        shop.pass(100);
        assertThat(shop.verdict()).isEqualTo("Healthy");
    }

    @Test
    void onceUndoneThereIsNothingToGoBackFrom() {
        WatchedShop shop = shop(27, 200);
        shop.version("v2").failures = .5;
        shop.release(20);
        shop.pass(10);
        shop.abort();
        assertThat(shop.judgement().advice()).isEqualTo(Advice.GO_BACK);
        shop.undo();
        assertThat(shop.judgement().advice()).isEqualTo(Advice.GO_ON);
        assertThat(shop.verdict()).isEqualTo("Worse");
    }

    @Test
    void countersThatStartAnewDoNotHurt() {
        WatchedShop shop = shop(14, 200);
        shop.release(50);
        for (int time = 0; time < 5; time++) {
            shop.pass(10);
            shop.version("v1").forget();
            shop.version("v2").forget();
        }
        assertThat(isWorse(shop)).isFalse();
        ReleaseView view = shop.watch().find(WatchedShop.KEY).orElseThrow();
        assertThat(view.seconds())
                .allSatisfy(second -> assertThat(second.canary().requests()).isBetween(0L, 200L));
    }

    // Over a restart

    @Test
    void goesOnAfterARestartWhereItWas() {
        WatchedShop shop = shop(15, 200);
        shop.release(10);
        shop.pass(25);
        String state = Objects.requireNonNull(shop.judgement().state());
        String reason = shop.reason();
        shop.restart(state);
        assertThat(shop.verdict()).isEqualTo("NotEnoughEvidence");
        assertThat(shop.judgement().state()).isEqualTo(state);
        shop.pass(2);
        assertThat(requests(shop.reason())).isGreaterThan(requests(reason) - 400);
        assertThat(shop.judgement().firstTraffic()).isBefore(shop.time.now().minusSeconds(20));
    }

    private static int requests(String reason) {
        return Integer.parseInt(
                reason.replaceAll("^.*?([0-9,]+) requests to the new.*$", "$1").replace(",", ""));
    }

    @Test
    void remembersThatAVersionIsWorse() {
        WatchedShop shop = shop(16, 200);
        shop.version("v2").failures = .5;
        shop.release(20);
        assertThat(shop.secondsUntil(() -> isWorse(shop), 30)).isLessThan(10);
        String reason = shop.reason();
        shop.version("v2").failures = 0;
        shop.restart(shop.judgement().state());
        assertThat(shop.judgement().advice()).isEqualTo(Advice.GO_BACK);
        shop.pass(60);
        assertThat(shop.reason()).isEqualTo(reason);
    }

    @Test
    void doesNotBelieveStatesOfAnotherReleaseOrOfNobody() {
        WatchedShop shop = shop(17, 200);
        shop.version("v2").failures = 1;
        shop.release(20);
        shop.pass(5);
        String state = Objects.requireNonNull(shop.judgement().state());
        shop.version("v2").failures = 0;
        for (String wrong :
                new String[] {
                    state.replace("'v1", "'v0"),
                    state.substring(0, state.length() / 2),
                    state.replace("'v1 ", "'v1 x"),
                    "",
                    "nonsense"
                }) {
            shop.restart(wrong);
            shop.pass(3);
            assertThat(isWorse(shop) && !wrong.startsWith("watch1 SIDE_BY_SIDE 'v2 'v1 "))
                    .isFalse();
        }
    }

    @Test
    void keepsItsStateAtMostEveryTenSeconds() {
        WatchedShop shop = shop(18, 100);
        shop.release(10);
        int states = 0;
        String last = "";
        for (int second = 0; second < 60; second++) {
            shop.pass(1);
            String state = Objects.requireNonNull(shop.judgement().state());
            states += state.equals(last) ? 0 : 1;
            last = state;
        }
        assertThat(states).isBetween(5, 9);
        assertThat(last).hasSizeLessThan(8_000);
    }

    // After the promotion

    private static WatchedShop promoted(long seed) {
        WatchedShop shop = shop(seed, 100);
        shop.release(50);
        shop.pass(60);
        shop.promote("v1");
        return shop;
    }

    @Test
    void goesBackIfAPromotedVersionTurnsBad() {
        WatchedShop shop = promoted(20);
        shop.pass(100);
        assertThat(shop.verdict()).isEqualTo("Healthy");
        assertThat(shop.reason()).startsWith("No clear jump since it has all traffic: ");
        shop.version("v2").failures = .3;
        assertThat(shop.secondsUntil(() -> isWorse(shop), 60)).isBetween(8L, 40L);
        assertThat(shop.judgement().advice()).isEqualTo(Advice.GO_BACK);
        assertThat(shop.reason())
                .matches(
                        "Worse since it has all traffic: [0-9.]+ % of the last [0-9,]+ requests"
                                + " failed, [0-9.]+ % of [0-9,]+ to the version before; at least"
                                + " \\d+ points more\\.");
    }

    @Test
    void goesBackIfAPromotedVersionTurnsSlow() {
        WatchedShop shop = promoted(21);
        shop.pass(100);
        shop.version("v2").slowness = 10;
        assertThat(shop.secondsUntil(() -> isWorse(shop), 60)).isBetween(8L, 40L);
        assertThat(shop.reason()).contains("took longer than");
    }

    @Test
    void aShortOutageAfterThePromotionIsNoReason() {
        WatchedShop shop = promoted(22);
        shop.pass(60);
        shop.version("v2").failures = 1;
        shop.pass(5);
        shop.version("v2").failures = .001;
        shop.pass(200);
        assertThat(shop.verdict()).isEqualTo("Healthy");
    }

    @Test
    void whatThePreviousVersionDidSurvivesARestart() {
        WatchedShop shop = promoted(23);
        shop.pass(20);
        shop.restart(shop.judgement().state());
        shop.version("v2").failures = .5;
        assertThat(shop.secondsUntil(() -> isWorse(shop), 60)).isLessThan(40);
    }

    @Test
    void claimsNothingIfNobodyKnowsWhatThePreviousVersionDid() {
        WatchedShop shop = promoted(24);
        shop.restart(null);
        shop.version("v2").failures = 1;
        shop.pass(120);
        assertThat(isWorse(shop)).isFalse();
    }

    @Test
    void aVersionPromotedAgainstTheVerdictIsNotTakenBackForIt() {
        WatchedShop shop = shop(25, 200);
        shop.version("v2").failures = .03;
        shop.release(50);
        assertThat(shop.secondsUntil(() -> isWorse(shop), 60)).isLessThan(30);
        shop.promote("v1");
        shop.pass(60);
        assertThat(isWorse(shop)).isFalse();
    }

    @Test
    void theVerdictStaysWhenTheWatchEnds() {
        WatchedShop shop = promoted(26);
        shop.pass(30);
        shop.promote("");
        shop.version("v2").failures = 1;
        shop.pass(60);
        assertThat(shop.verdict()).isEqualTo("Healthy");
        assertThat(shop.judgement().state()).isNull();
        assertThat(shop.watch().all()).hasSize(1);
        shop.watch().forget(WatchedShop.KEY);
        assertThat(shop.watch().all()).isEmpty();
        assertThat(Duration.ofMinutes(5)).isEqualTo(Guard.DEFAULT.watch());
    }
}
