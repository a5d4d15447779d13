package dev.slipway.alert.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.alert.config.AlertConfig;
import dev.slipway.alert.config.Route;
import dev.slipway.series.Labels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Alertmanager's own command against our server, and against our reading of its files.
final class AmtoolTest {
    private static final String TREE =
            """
            route:
              receiver: root
              routes:
                - {receiver: a, matchers: [x=~"1|2"], continue: true, routes: [{receiver: aa, matchers: [y!=1]}]}
                - {receiver: b, match: {x: '2'}, routes: [{receiver: bb, match_re: {y: '[12]'}, continue: true}, {receiver: bc}]}
                - {receiver: c, matchers: ['{x!~"1|2"}', 'z=""'], continue: true}
                - {receiver: d, matchers: [z=~".+"]}
            receivers: [{name: root}, {name: a}, {name: aa}, {name: b}, {name: bb}, {name: bc}, {name: c}, {name: d}]
            """;

    private static final Pattern WORD = Pattern.compile("'[^']*'|\\S+");

    @TempDir Path folder;

    @BeforeEach
    void needsAmtool() {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/amtool")),
                "skipped: amtool is not installed (prometheus-alertmanager)");
    }

    private static String amtool(String... arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("/usr/bin/amtool"));
        words.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return "exit " + process.waitFor() + "\n" + output;
    }

    @Test
    void addsAndQueriesAlertsAndSilences() throws Exception {
        try (Served served = new Served(folder, "route: {receiver: a}\nreceivers: [{name: a}]")) {
            String url = "--alertmanager.url=" + served.url();
            assertThat(amtool(url, "alert", "add", "Down", "i=1", "--annotation=summary=bad"))
                    .startsWith("exit 0");
            assertThat(amtool(url, "alert", "add", "Slow", "i=2")).startsWith("exit 0");
            assertThat(amtool(url, "-o", "extended", "alert", "query", "i=1"))
                    .startsWith("exit 0")
                    .contains("alertname=\"Down\"", "summary=\"bad\"", "active")
                    .doesNotContain("Slow");
            String added =
                    amtool(
                            url,
                            "silence",
                            "add",
                            "alertname=Down",
                            "-c",
                            "why",
                            "-a",
                            "me",
                            "-d",
                            "2h");
            assertThat(added).startsWith("exit 0");
            String id = added.lines().skip(1).findFirst().orElseThrow();
            assertThat(amtool(url, "silence", "query")).contains(id, "alertname=\"Down\"", "me");
            assertThat(amtool(url, "alert", "query")).contains("Slow").doesNotContain("Down");
            assertThat(amtool(url, "alert", "query", "-s")).contains("Down");
            String updated = amtool(url, "silence", "update", "-d", "3h", id);
            assertThat(updated).startsWith("exit 0");
            String newer =
                    updated.lines()
                            .filter(line -> line.contains("alertname"))
                            .findFirst()
                            .orElseThrow()
                            .split(" ")[0];
            assertThat(amtool(url, "silence", "expire", newer)).startsWith("exit 0");
            assertThat(amtool(url, "silence", "query", "-q")).doesNotContain(newer);
            assertThat(amtool(url, "config", "show")).startsWith("exit 0").contains("receiver: a");
            assertThat(amtool(url, "config", "routes", "test", "x=y")).isEqualTo("exit 0\na\n");
            assertThat(amtool(url, "cluster", "show")).startsWith("exit 0");
        }
    }

    /// Every subcommand, against the real Alertmanager and ours with the same content: what it
    /// prints must be the same but for ids and times.
    @Test
    void everySubcommandSaysTheSameOfBoth() throws Exception {
        assumeTrue(RealAlertmanager.isInstalled(), "skipped: no prometheus-alertmanager");
        Path config = folder.resolve("real.yml");
        Files.writeString(config, TREE);
        try (RealAlertmanager real = new RealAlertmanager(config, folder.resolve("real"));
                Served served = new Served(folder, TREE)) {
            List<String> theirs = session(real.url());
            List<String> ours = session(served.url());
            List<String> differences = new ArrayList<>();
            for (int i = 0; i < theirs.size(); i++) {
                if (!ours.get(i).equals(theirs.get(i))) {
                    differences.add(i + " theirs\n" + theirs.get(i) + "ours\n" + ours.get(i));
                }
            }
            assertThat(differences).isEmpty();
        }
    }

    /// What amtool says to each line of the session.
    private List<String> session(String base) throws Exception {
        Path kept = folder.resolve("silences.json");
        List<String> said = new ArrayList<>();
        String id = "";
        for (String line : lines()) {
            List<String> words = new ArrayList<>(List.of("--alertmanager.url=" + base));
            Matcher word = WORD.matcher(line.replaceFirst("^[?>] ", ""));
            while (word.find()) {
                words.add(
                        word.group()
                                .replace("'", "")
                                .replace("$ID", id)
                                .replace("$FILE", kept.toString()));
            }
            String output = amtool(words.toArray(String[]::new));
            if (id.isEmpty() && line.startsWith("silence add")) {
                id = output.lines().skip(1).findFirst().orElseThrow();
            }
            if (line.startsWith(">")) {
                Files.writeString(kept, output.substring(output.indexOf('\n') + 1));
            } else {
                said.add(
                        line
                                + "\n"
                                + (line.startsWith("?")
                                        ? output.lines().findFirst().orElseThrow()
                                        : neutral(output)));
            }
        }
        return said;
    }

    private static List<String> lines() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        AmtoolTest.class.getResourceAsStream("amtool-session.txt"))) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    /// Without what must differ: ids, times of now, and what the program is built of.
    private static String neutral(String text) {
        return text.replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "ID")
                .replaceAll("20(26|27)-[0-9]{2}-[0-9]{2}[T ][0-9:.]+( UTC|Z)", "NOW");
    }

    @Test
    void routesAlertsAsAmtoolDoes() throws Exception {
        Path file = folder.resolve("am.yml");
        Files.writeString(file, TREE);
        Route root = AlertConfig.load(file).route();
        Random random = new Random(5);
        for (int i = 0; i < 40; i++) {
            Map<String, String> labels = new TreeMap<>();
            for (String name : List.of("x", "y", "z")) {
                int value = random.nextInt(4);
                if (value > 0) {
                    labels.put(name, String.valueOf(value));
                }
            }
            List<String> words =
                    new ArrayList<>(List.of("config", "routes", "test", "--config.file=" + file));
            labels.forEach((name, value) -> words.add(name + "=" + value));
            String ours =
                    String.join(
                            ",",
                            root.match(Labels.of(labels)).stream().map(Route::receiver).toList());
            assertThat("exit 0\n" + ours + "\n")
                    .as("%s", labels)
                    .isEqualTo(amtool(words.toArray(String[]::new)));
        }
    }

    @Test
    void acceptsWhatItAcceptsAndRefusesWhatItRefuses() throws Exception {
        List<String> texts =
                List.of(
                        TREE,
                        "route: {receiver: a, group_by: ['...']}\nreceivers: [{name: a}]",
                        "route: {receiver: a, group_by: ['...', b]}\nreceivers: [{name: a}]",
                        "route: {receiver: b}\nreceivers: [{name: a}]",
                        "route: {receiver: a, continue: true}\nreceivers: [{name: a}]",
                        "route: {receiver: a, matchers: [a=b]}\nreceivers: [{name: a}]",
                        "route: {receiver: a, routes: [{match_re: {a: '('}}]}\nreceivers: [{name: a}]",
                        "route: {receiver: a, repeat_interval: 0s}\nreceivers: [{name: a}]",
                        "route: {receiver: a}\nreceivers: [{name: a, slack_configs: [{}]}]",
                        "route: {receiver: a}\nreceivers: [{name: a, slack_configs: [{api_url: 'http://x'}]}]",
                        "route: {receiver: a}\nreceivers: [{name: a, pagerduty_configs: [{}]}]",
                        "route: {receiver: a}\nreceivers: [{name: a, email_configs: [{to: x@y}]}]",
                        "route: {receiver: a}\nreceivers: [{name: a, webhook_configs: [{url: 'nope'}]}]",
                        "route: {receiver: a}\nreceivers: [{name: a}, {name: a}]",
                        "route: {receiver: a, routes: [{mute_time_intervals: [x]}]}\nreceivers: [{name: a}]",
                        "route: {receiver: a}\nreceivers: [{name: a}]\ntime_intervals: [{name: x, time_intervals: [{weekdays: ['friday:monday']}]}]",
                        "route: {receiver: a}\nreceivers: [{name: a}]\ntime_intervals: [{name: x, time_intervals: [{days_of_month: ['-1', '1:-2']}]}]",
                        "route: {receiver: a}\nreceivers: [{name: a}]\nunknown: 1",
                        "route: {receiver: a, routes: [{receiver: a, matchers: ['a = b', \"c!~'x'\"]}]}\nreceivers: [{name: a}]");
        for (String text : texts) {
            Path file = folder.resolve("check.yml");
            Files.writeString(file, text);
            boolean theirs = amtool("check-config", file.toString()).startsWith("exit 0");
            assertThat(isAccepted(file)).as(text).isEqualTo(theirs);
        }
    }

    private static boolean isAccepted(Path file) {
        try {
            return !AlertConfig.load(file).receivers().isEmpty();
        } catch (dev.slipway.alert.config.AlertConfigException _) {
            return false;
        }
    }
}
