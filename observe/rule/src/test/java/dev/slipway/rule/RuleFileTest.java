package dev.slipway.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.series.MemorySeries;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RuleFileTest {
    private static final RuleQueries QUERIES = new SmallQueries(new MemorySeries());

    private static final String GOOD =
            """
            groups:
              - name: g
                interval: 30s
                query_offset: 1m30s
                limit: 10
                labels: {team: red, tier: '1'}
                rules:
                  - record: job:load
                    expr: load
                  - alert: High
                    expr: load > 5
                    for: 5m
                    keep_firing_for: 1d
                    labels: {tier: '2'}
                    annotations:
                      text: |
                        {{ $value }}
            """;

    @Test
    void readsGroups() {
        RuleFile file = RuleFile.parse("r.yml", GOOD, QUERIES);

        assertThat(file.problems()).isEmpty();
        assertThat(file.groups())
                .containsExactly(
                        new RuleGroup(
                                "r.yml",
                                "g",
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(90),
                                10,
                                List.of(
                                        new Rule.Recording(
                                                "job:load",
                                                "load",
                                                Map.of("team", "red", "tier", "1")),
                                        new Rule.Alerting(
                                                "High",
                                                "load > 5",
                                                Duration.ofMinutes(5),
                                                Duration.ofDays(1),
                                                Map.of("team", "red", "tier", "2"),
                                                Map.of("text", "{{ $value }}\n")))));
    }

    @Test
    void readsTheSpecificationOfAnObject() throws Exception {
        String spec =
                """
                {"groups": [{"name": "g", "limit": 3, "partial_response_strategy": "warn",
                 "rules": [{"alert": "A", "expr": "load", "for": "1m"}, {"record": "one", "expr": 1}]}]}
                """;

        RuleFile ofNode = RuleFile.ofSpec("ns/obj", new ObjectMapper().readTree(spec), QUERIES);
        RuleFile ofMap =
                RuleFile.ofSpec("ns/obj", new ObjectMapper().readValue(spec, Map.class), QUERIES);

        assertThat(ofNode.problems()).isEmpty();
        assertThat(ofMap).isEqualTo(ofNode);
        assertThat(ofNode.groups().getFirst().limit()).isEqualTo(3);
        assertThat(ofNode.groups().getFirst().rules())
                .extracting(Rule::expression)
                .containsExactly("load", "1");
    }

    @Test
    void reportsAllProblemsAtOnce() {
        String bad =
                """
                groups:
                - name: g
                  intervall: 1m
                  rules:
                  - expr: load
                  - record: r
                    alert: a
                    expr: load
                  - record: 'r{x}'
                    expr: load >
                    for: 1m
                  - alert: A
                    for: soon
                    labels: {1st: x, ok: '{{ .'}
                    annotations: [1]
                  - 7
                - name: g
                """;

        assertThat(RuleFile.parse("r.yml", bad, QUERIES).problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "r.yml:3:3: `intervall` is unknown (expected: name, interval,"
                                + " query_offset, limit, labels, rules)",
                        "r.yml:5:5: a rule with neither `record` nor `alert` (expected: one)",
                        "r.yml:6:5: a rule with both `record` and `alert` (expected: one)",
                        "r.yml:10:11: rule `r{x}`, expr: 1:1: not understood",
                        "r.yml:11:10: `for` in recording rule `r{x}` (expected: only in alerting"
                                + " rules)",
                        "r.yml:9:13: record: `r{x}` (expected: the name of a metric)",
                        "r.yml:12:5: rule `A` has no `expr`",
                        "r.yml:14:26: rule `A`, labels.ok: template: __alert_A:1:116: unclosed"
                                + " action",
                        "r.yml:13:10: duration: \"soon\" (expected: one such as 30s, 5m or 1h30m)",
                        "r.yml:15:18: annotations: a list (expected: a map)",
                        "r.yml:16:5: rule: text (expected: a map)",
                        "r.yml:17:9: group `g` is in this file twice");
    }

    @Test
    void reportsMalformedYaml() {
        assertThat(RuleFile.parse("r.yml", "groups: [", QUERIES).problems())
                .singleElement()
                .returns(1, Problem::line);
    }

    @Test
    void readsAnEmptyFileAsNoGroups() {
        assertThat(RuleFile.parse("r.yml", "", QUERIES))
                .isEqualTo(new RuleFile(List.of(), List.of()));
    }

    @Test
    void survivesMutatedFiles() {
        Random random = new Random(3);
        int broken = 0;
        for (int i = 0; i < 3000; i++) {
            StringBuilder text = new StringBuilder(GOOD);
            for (int j = random.nextInt(4); j >= 0; j--) {
                int at = random.nextInt(text.length());
                if (random.nextBoolean()) {
                    text.deleteCharAt(at);
                } else {
                    text.insert(at, "{}[]:,'\"-_x5 \n&*!|>?#%".charAt(random.nextInt(22)));
                }
            }
            broken +=
                    RuleFile.parse("r.yml", text.toString(), QUERIES).problems().isEmpty() ? 0 : 1;
        }
        assertThat(broken).isBetween(300, 2990);
    }

    @Test
    void writesDurationsAsItReadsThem() {
        for (String text : List.of("0s", "1ms", "30s", "1m30s", "1h", "1d2h", "2w", "8d", "1y")) {
            assertThat(PromDuration.text(PromDuration.parse(text))).isEqualTo(text);
        }
    }
}
