package dev.slipway.alert.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimeIntervalTest {
    private static TimeInterval interval(String part) {
        AlertConfig config =
                AlertConfig.parse(
                        "route: {receiver: a}\nreceivers: [{name: a}]\ntime_intervals: [{name: t, time_intervals: [%s]}]"
                                .formatted(part),
                        "t.yml",
                        Path.of("."));
        return Objects.requireNonNull(config.timeIntervals().get("t"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{times: [{start_time: '09:00', end_time: '17:00'}]} | 2026-03-02T09:00:00Z | true",
                "{times: [{start_time: '09:00', end_time: '17:00'}]} | 2026-03-02T17:00:00Z | false",
                "{times: [{start_time: '23:00', end_time: '24:00'}]} | 2026-03-02T23:59:59Z | true",
                "{weekdays: ['monday:friday']} | 2026-03-02T12:00:00Z | true",
                "{weekdays: ['monday:friday']} | 2026-03-01T12:00:00Z | false",
                "{weekdays: [Sunday]} | 2026-03-01T12:00:00Z | true",
                "{days_of_month: ['-1']} | 2028-02-29T12:00:00Z | true",
                "{days_of_month: ['-1']} | 2026-02-28T12:00:00Z | true",
                "{days_of_month: ['-3:-1']} | 2026-02-25T12:00:00Z | false",
                "{days_of_month: ['1:5']} | 2026-02-05T12:00:00Z | true",
                "{days_of_month: ['31']} | 2026-02-28T12:00:00Z | false",
                "{days_of_month: ['20:-5']} | 2026-02-24T12:00:00Z | true",
                "{months: ['november:december', '3']} | 2026-03-02T12:00:00Z | true",
                "{months: [april]} | 2026-03-02T12:00:00Z | false",
                "{years: ['2026:2027']} | 2027-12-31T23:59:00Z | true",
                "{years: ['2025']} | 2026-01-01T00:00:00Z | false",
                "{times: [{start_time: '09:00', end_time: '10:00'}], location: 'Europe/Berlin'} | 2026-07-01T07:30:00Z | true",
                "{times: [{start_time: '09:00', end_time: '10:00'}], location: 'Europe/Berlin'} | 2026-01-01T07:30:00Z | false"
            })
    void holdsWhatItSays(String part, String time, boolean expected) {
        assertThat(interval(part).holds(Instant.parse(time))).isEqualTo(expected);
    }

    @Test
    void refusesRangesThatEndBeforeTheyBegin() {
        for (String part :
                new String[] {
                    "{weekdays: ['friday:monday']}",
                    "{days_of_month: ['-1:5']}",
                    "{days_of_month: ['0']}",
                    "{months: ['13']}",
                    "{times: [{start_time: '10:00', end_time: '09:00'}]}",
                    "{times: [{start_time: '25:00', end_time: '26:00'}]}",
                    "{location: 'Nowhere/Land'}"
                }) {
            assertThatThrownBy(() -> interval(part))
                    .as(part)
                    .isInstanceOf(AlertConfigException.class)
                    .hasMessageContaining("expected");
        }
    }
}
