package dev.slipway.scrape;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.scrape.config.ConfigDurations;
import dev.slipway.scrape.config.ScrapeConfig;
import dev.slipway.scrape.discovery.HostPorts;
import dev.slipway.scrape.relabel.Relabeling;
import dev.slipway.series.Labels;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Turns the labels of something found into a target: those that the job adds, its relabel rules,
/// and what the labels with two underscores in front then say of where and how to scrape. Pure
/// functions.
final class TargetLabels {
    private static final String ADDRESS = "__address__";
    private static final String SCHEME = "__scheme__";
    private static final String PATH = "__metrics_path__";
    private static final String INTERVAL = "__scrape_interval__";
    private static final String TIMEOUT = "__scrape_timeout__";
    private static final String PARAMETER = "__param_";
    private static final String RESERVED = "__";

    private TargetLabels() {}

    /// What became of something found.
    sealed interface Result {
        /// To be scraped.
        record Kept(Target target) implements Result {}

        /// The rules say that it is none of this job's.
        record Dropped(Labels discovered) implements Result {}

        /// It cannot be scraped.
        record Refused(Labels discovered, String reason) implements Result {}
    }

    static Result of(Labels found, ScrapeConfig config) {
        Labels discovered = withDefaults(found, config);
        Labels relabelled = Relabeling.apply(discovered, config.relabelRules());
        if (relabelled == null || relabelled.isEmpty()) {
            return new Result.Dropped(discovered);
        }
        try {
            return new Result.Kept(target(discovered, relabelled, config));
        } catch (IllegalArgumentException e) {
            return new Result.Refused(discovered, String.valueOf(e.getMessage()));
        }
    }

    private static Labels withDefaults(Labels found, ScrapeConfig config) {
        Labels.Builder labels = found.toBuilder();
        setIfMissing(labels, "job", config.jobName());
        setIfMissing(labels, INTERVAL, ConfigDurations.text(config.interval()));
        setIfMissing(labels, TIMEOUT, ConfigDurations.text(config.timeout()));
        setIfMissing(labels, PATH, config.metricsPath());
        setIfMissing(labels, SCHEME, config.scheme());
        config.parameters()
                .forEach((name, values) -> {
                    if (!values.isEmpty()) {
                        labels.set(PARAMETER + name, values.getFirst());
                    }
                });
        return labels.build();
    }

    private static Target target(Labels discovered, Labels labels, ScrapeConfig config) {
        String address = HostPorts.resolved(labels.value(ADDRESS), discovered);
        if (address.isEmpty()) {
            throw new IllegalArgumentException("no address");
        }
        Duration interval = duration(labels, INTERVAL);
        Duration timeout = duration(labels, TIMEOUT);
        if (interval.isZero() || timeout.isZero() || timeout.compareTo(interval) > 0) {
            throw new IllegalArgumentException(
                    "scrape timeout %s, interval %s (expected: 0 < timeout <= interval)"
                            .formatted(labels.value(TIMEOUT), labels.value(INTERVAL)));
        }
        Labels.Builder shown = Labels.builder().set("instance", address);
        for (int i = 0; i < labels.size(); i++) {
            if (!config.nameValidation().allowsLabel(labels.name(i))) {
                throw new IllegalArgumentException("label name: `" + labels.name(i) + "`");
            }
            if (!labels.name(i).startsWith(RESERVED)) {
                shown.set(labels.name(i), labels.value(i));
            }
        }
        return new Target(
                discovered, shown.build(), url(address, labels, config), interval, timeout);
    }

    private static URI url(String address, Labels labels, ScrapeConfig config) {
        String path = labels.value(PATH);
        String separator = path.startsWith("/") || path.isEmpty() ? "" : "/";
        String query = query(labels, config);
        String join = query.isEmpty() ? "" : path.indexOf('?') < 0 ? "?" : "&";
        String text = labels.value(SCHEME) + "://" + address + separator + path + join + query;
        try {
            URI url = new URI(text);
            boolean known = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (known && url.getHost() != null && url.getPort() <= 65_535) {
                return url;
            }
        } catch (URISyntaxException _) {
            // Said below, as for one without a host.
        }
        throw new IllegalArgumentException("`%s` is no URL that can be scraped".formatted(text));
    }

    private static String query(Labels labels, ScrapeConfig config) {
        Map<String, List<String>> parameters = new TreeMap<>(config.parameters());
        for (int i = 0; i < labels.size(); i++) {
            if (labels.name(i).startsWith(PARAMETER)) {
                String name = labels.name(i).substring(PARAMETER.length());
                List<String> given = parameters.getOrDefault(name, List.of());
                String value = labels.value(i);
                parameters.put(name, given.size() < 2 ? List.of(value) : replaced(given, value));
            }
        }
        StringBuilder query = new StringBuilder();
        parameters.forEach((name, values) -> {
            for (String value : values) {
                query.append(query.isEmpty() ? "" : "&")
                        .append(URLEncoder.encode(name, UTF_8))
                        .append('=')
                        .append(URLEncoder.encode(value, UTF_8));
            }
        });
        return query.toString();
    }

    private static List<String> replaced(List<String> values, String first) {
        List<String> changed = new ArrayList<>(values);
        changed.set(0, first);
        return changed;
    }

    private static Duration duration(Labels labels, String name) {
        String text = labels.value(name);
        return ConfigDurations.find(text)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "%s: `%s` (expected: a duration such as `30s`)"
                                        .formatted(name, text)));
    }

    private static void setIfMissing(Labels.Builder labels, String name, String value) {
        if (labels.value(name).isEmpty()) {
            labels.set(name, value);
        }
    }
}
