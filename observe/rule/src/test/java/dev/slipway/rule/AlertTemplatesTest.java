package dev.slipway.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.series.Appender;
import dev.slipway.series.Labels;
import dev.slipway.series.MemorySeries;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AlertTemplatesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "humanize 0.0 | 0",
                "humanize 1234567.0 | 1.235M",
                "humanize 1.0 | 1",
                "humanize 0.1 | 100m",
                "humanize -0.000001 | -1u",
                "humanize 1e30 | 1e+06Y",
                "humanize `12e3` | 12k",
                "humanize 3 | 3",
                "humanize1024 0.5 | 0.5",
                "humanize1024 1048576.0 | 1Mi",
                "humanize1024 1500 | 1.465ki",
                "humanizeDuration 0 | 0s",
                "humanizeDuration 1 | 1s",
                "humanizeDuration 60 | 1m 0s",
                "humanizeDuration 3600 | 1h 0m 0s",
                "humanizeDuration 86400 | 1d 0h 0m 0s",
                "humanizeDuration 899.99 | 14m 59s",
                "humanizeDuration -86461 | -1d 0h 1m 1s",
                "humanizeDuration 0.1 | 100ms",
                "humanizeDuration 12.3456 | 12.35s",
                "humanizePercentage -0.22222 | -22.22%",
                "humanizePercentage 1.234567 | 123.5%",
                "humanizeTimestamp 1435065584.128 | 2015-06-23 13:19:44.128 +0000 UTC",
                "toTime 0 | 1970-01-01 00:00:00 +0000 UTC",
                "toDuration 90.5 | 1m30.5s",
                "now | 1.7000000005e+09",
                "title `aa bb-cc` | Aa Bb-Cc",
                "toUpper `aa` | AA",
                "toLower `AA` | aa",
                "match `a+` `baa` | true",
                "match `^a$` `b` | false",
                "reReplaceAll `(a)b` `x$1y${1}z` `abab` | xazxaz",
                "stripPort `host:80` | host",
                "stripPort `[::1]:80` | ::1",
                "stripDomain `host.example.com:80` | host:80",
                "stripDomain `10.0.0.1:80` | 10.0.0.1:80",
                "safeHtml `<b>` | <b>",
                "tableLink `up > 1` | /graph?g0.expr=up+%3E+1&g0.tab=1",
                "graphLink `up` | /graph?g0.expr=up&g0.tab=0",
                "urlQueryEscape `a b&c` | a+b%26c",
                "parseDuration `1h2m10ms` | 3720.01",
                "parseDurationTime `90s` | 1m30s",
                "pathPrefix | /base",
                "externalURL | http://prom.example/base",
                "(args 1 `x`).arg1 | x",
                "query `up` | [{map[__name__:up job:b] 2} {map[__name__:up job:c] 1}]",
            })
    void knowsPrometheusFunctions(String call, String expected) {
        assertThat(expand("{{ " + call + " }}")).isEqualTo(expected);
    }

    @Test
    void goesOverQueries() {
        assertThat(
                        expand(
                                "{{ range query \"up\" | sortByLabel \"job\" }}{{ .Labels.job }}={{ .Value }}"
                                        + "{{ label \"job\" . }}{{ strvalue . }};{{ end }}"))
                .isEqualTo("b=2b;c=1c;");
        assertThat(expand("{{ query \"up\" | first | value | printf \"%.2f\" }}"))
                .isEqualTo("2.00");
        assertThat(expand("{{ query \"none\" | first }}"))
                .endsWith("error calling first: first() called on vector with no elements>");
    }

    @Test
    void knowsVariables() {
        assertThat(
                        expand(
                                "{{ $labels.job }} {{ $value }} {{ $externalLabels.zone }} {{"
                                        + " $labels.none }}{{ .Value }} {{ define \"x\" }}[{{ .arg0 }}]{{ end }}"
                                        + "{{ tmpl \"x\" (args 5) }}{{ template \"x\" (args 6) }}"))
                .isEqualTo("a 2.5 north 2.5 [5][6]");
    }

    @Test
    void leavesTextWithoutActionsAlone() {
        assertThat(expand("plain }} text")).isEqualTo("plain }} text");
    }

    private static String expand(String text) {
        MemorySeries store = new MemorySeries();
        long now = 1_700_000_000_500L;
        try (Appender appender = store.appender()) {
            appender.append(appender.series(Labels.of("__name__", "up", "job", "c")), now, 1);
            appender.append(appender.series(Labels.of("__name__", "up", "job", "b")), now, 2);
            appender.commit();
        }
        AlertTemplates.Setting setting =
                new AlertTemplates.Setting(
                        new SmallQueries(store),
                        Labels.of("zone", "north"),
                        URI.create("http://prom.example/base"));
        return new AlertTemplates(setting, "A", now)
                .expand(text, RuleQueries.Sample.of(Labels.of("job", "a"), 2.5));
    }
}
