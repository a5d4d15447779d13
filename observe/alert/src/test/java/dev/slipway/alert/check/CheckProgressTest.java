package dev.slipway.alert.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.alert.check.Check.CheckSpec;
import dev.slipway.alert.check.Check.FlapDetection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CheckProgressTest {
    private static CheckSpec spec(boolean flaps) {
        return new CheckSpec(
                List.of("true"),
                Map.of(),
                300,
                60,
                10,
                3,
                new FlapDetection(flaps, null, null),
                null,
                Map.of(),
                Map.of());
    }

    /// Results as letters, and after each: state, S or H, attempt, what people were told.
    private static String trace(String results, boolean flaps) {
        StringBuilder trace = new StringBuilder();
        CheckProgress progress = CheckProgress.begin();
        for (int i = 0; i < results.length(); i++) {
            progress =
                    progress.after(
                            CheckState.ofExitCode("OWCU".indexOf(results.charAt(i))), spec(flaps));
            trace.append(trace.isEmpty() ? "" : " ")
                    .append(progress.state().name().charAt(0))
                    .append(progress.hard() ? 'H' : 'S')
                    .append(progress.attempt())
                    .append(progress.alerting().name().charAt(0));
        }
        return trace.toString();
    }

    @Test
    void isSureAfterTheLastAttempt() {
        assertThat(trace("OCCCC", false)).isEqualTo("OH1O CS1O CS2O CH3C CH3C");
    }

    @Test
    void recoversFromSoftAndHard() {
        assertThat(trace("COCCCOO", false)).isEqualTo("CS1O OH1O CS1O CS2O CH3C OH1O OH1O");
    }

    @Test
    void countsAttemptsWhateverTheFailure() {
        assertThat(trace("WCU", false)).isEqualTo("WS1O CS2O UH3U");
    }

    @Test
    void changesBetweenFailuresAreHardAtOnceOnceItIsSure() {
        assertThat(trace("CCCWU", false)).isEqualTo("CS1O CS2O CH3C WH3W UH3U");
    }

    @Test
    void checksMoreOftenWhileNotSure() {
        CheckProgress soft = CheckProgress.begin().after(CheckState.CRITICAL, spec(false));
        assertThat(soft.pause(spec(false)).toSeconds()).isEqualTo(60);
        assertThat(CheckProgress.begin().pause(spec(false)).toSeconds()).isEqualTo(300);
    }

    @Test
    void newerChangesWeighMore() {
        List<CheckState> old = new ArrayList<>(Collections.nCopies(21, CheckState.OK));
        old.set(0, CheckState.WARNING);
        List<CheckState> fresh = new ArrayList<>(Collections.nCopies(21, CheckState.OK));
        fresh.set(20, CheckState.WARNING);
        assertThat(CheckProgress.changePercent(old)).isEqualTo(4.0);
        assertThat(CheckProgress.changePercent(fresh))
                .isCloseTo(6.0, org.assertj.core.api.Assertions.within(1e-9));
    }

    @Test
    void holdsTheAlertWhileItFlaps() {
        CheckProgress progress = CheckProgress.begin();
        for (int i = 0; i < 4; i++) {
            progress = progress.after(CheckState.CRITICAL, spec(true));
        }
        assertThat(progress.alerting()).isEqualTo(CheckState.CRITICAL);
        for (int i = 0; i < 10; i++) {
            progress = progress.after(i % 2 == 0 ? CheckState.OK : CheckState.CRITICAL, spec(true));
        }
        assertThat(progress.flapping()).isTrue();
        CheckState held = progress.alerting();
        progress =
                progress.after(
                        held == CheckState.OK ? CheckState.CRITICAL : CheckState.OK, spec(true));
        assertThat(progress.alerting()).isEqualTo(held);
        for (int i = 0; i < 21; i++) {
            progress = progress.after(CheckState.OK, spec(true));
        }
        assertThat(progress.flapping()).isFalse();
        assertThat(progress.alerting()).isEqualTo(CheckState.OK);
    }
}
