package dev.slipway.scrape.config;

import dev.slipway.scrape.config.ConfigProblem.Severity;
import dev.slipway.scrape.relabel.RelabelRule;
import dev.slipway.series.Labels;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/// One reading of one configuration and the files it includes.
final class ConfigReader {
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)}|(\\w+)|(\\$))");
    private static final int FILES_MAX = 10_000;

    private final Function<String, @Nullable String> environment;
    private final Problems problems = new Problems();

    ConfigReader(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    PrometheusConfig read(Path file) {
        Path absolute = file.toAbsolutePath();
        Path folder = absolute.getParent();
        return parse(text(absolute), file.toString(), folder == null ? absolute : folder);
    }

    PrometheusConfig parse(String text, String source, Path folder) {
        Node root = YamlNodes.read(text, source, problems);
        problems.throwErrors();
        if (root == null) {
            return PrometheusConfig.EMPTY;
        }
        Section section = Section.of(problems, source, root);
        HttpReading http = new HttpReading(folder);
        DiscoveryReading discovery = new DiscoveryReading(folder, http);
        ScrapeReading scrape = new ScrapeReading(http, discovery);
        GlobalConfig global = section.object("global", this::global);
        GlobalConfig settled = global == null ? GlobalConfig.DEFAULT : global;
        Set<String> jobs = new HashSet<>();
        List<ScrapeConfig> configs = jobs(section, scrape, settled, jobs);
        configs.addAll(included(section, scrape, settled, jobs, folder));
        List<String> rules = new ArrayList<>();
        section.texts("rule_files").forEach(each -> rules.add(absolute(folder, each)));
        NameValidation names = settled.nameValidation();
        AlertingConfig alerting =
                section.object("alerting", each -> alerting(each, http, discovery, names));
        List<RemoteConfig.Write> writes =
                section.objects("remote_write", s -> write(s, http, names));
        List<RemoteConfig.Read> reads = section.objects("remote_read", s -> remoteRead(s, http));
        StorageConfig storage = section.object("storage", ConfigReader::storage);
        section.ignore("it does not concern metrics here", "runtime", "tracing", "otlp");
        section.rejectUnknown();
        problems.throwErrors();
        return new PrometheusConfig(
                settled,
                configs,
                rules,
                alerting == null ? AlertingConfig.NONE : alerting,
                writes,
                reads,
                storage == null ? StorageConfig.DEFAULT : storage,
                problems.warnings());
    }

    private GlobalConfig global(Section section) {
        GlobalConfig base = GlobalConfig.DEFAULT;
        Duration interval = section.duration("scrape_interval", base.scrapeInterval());
        Duration shorter =
                interval.compareTo(base.scrapeTimeout()) < 0 ? interval : base.scrapeTimeout();
        Duration timeout = section.duration("scrape_timeout", shorter);
        if (timeout.compareTo(interval) > 0) {
            section.error(
                    "scrape_timeout",
                    "`scrape_timeout` is longer than `scrape_interval` "
                            + ConfigDurations.text(interval));
        }
        section.ignore("queries are not logged to a file", "query_log_file");
        ScrapeReading.ignored(section);
        HistogramSettings histograms = ScrapeReading.histograms(section, base.histograms());
        NameValidation validation = ScrapeReading.validation(section, base.nameValidation());
        return new GlobalConfig(
                interval,
                timeout,
                section.duration("evaluation_interval", base.evaluationInterval()),
                section.duration("rule_query_offset", base.ruleQueryOffset()),
                ScrapeReading.protocols(
                        section,
                        histograms.scrapeNative()
                                ? ScrapeProtocol.PROTO_FIRST
                                : ScrapeProtocol.DEFAULT),
                externalLabels(section, validation),
                ScrapeReading.limits(section, base.limits()),
                histograms,
                validation,
                section.flag("extra_scrape_metrics", base.extraMetrics()),
                section.number("query_max_series", 0),
                section.number("query_max_samples_read", 0),
                section.duration("query_max_duration", Duration.ZERO));
    }

    private Labels externalLabels(Section section, NameValidation validation) {
        Labels.Builder labels = Labels.builder();
        section.textMap("external_labels", validation::allowsLabel)
                .forEach((name, value) -> labels.set(name, expanded(value)));
        return labels.build();
    }

    /// `$NAME` and `${NAME}` from the environment; a variable that is not there is empty.
    private String expanded(String value) {
        return VARIABLE.matcher(value)
                .replaceAll(found -> Matcher.quoteReplacement(variable(found)));
    }

    private String variable(MatchResult found) {
        if (found.group(3) != null) {
            return "$";
        }
        String name = found.group(1) != null ? found.group(1) : found.group(2);
        String value = environment.apply(name);
        return value == null ? "" : value;
    }

    static List<ScrapeConfig> jobs(
            Section section, ScrapeReading scrape, GlobalConfig global, Set<String> names) {
        return new ArrayList<>(
                section.objects(
                        "scrape_configs",
                        each -> {
                            ScrapeConfig config = scrape.config(each, global);
                            if (config != null && !names.add(config.jobName())) {
                                each.error(
                                        "job_name",
                                        "job `%s` is there twice".formatted(config.jobName()));
                            }
                            return config;
                        }));
    }

    private List<ScrapeConfig> included(
            Section section,
            ScrapeReading scrape,
            GlobalConfig global,
            Set<String> names,
            Path folder) {
        List<ScrapeConfig> configs = new ArrayList<>();
        for (String pattern : section.texts("scrape_config_files")) {
            for (Path file : matching(Path.of(absolute(folder, pattern)))) {
                Node root = YamlNodes.read(text(file), file.toString(), problems);
                if (root != null) {
                    Section part = Section.of(problems, file.toString(), root);
                    configs.addAll(jobs(part, scrape, global, names));
                    part.rejectUnknown();
                }
            }
        }
        return configs;
    }

    private List<Path> matching(Path pattern) {
        Path folder = pattern.getParent();
        Path name = pattern.getFileName();
        if (folder == null || name == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, name.toString())) {
            for (Path file : found) {
                if (files.size() < FILES_MAX) {
                    files.add(file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            unreadable(pattern, e);
        }
        files.sort(null);
        return files;
    }

    private String text(Path file) {
        try {
            if (Files.size(file) <= YamlNodes.CHARACTERS_MAX) {
                return Files.readString(file);
            }
            unreadable(file, new IOException("more than " + YamlNodes.CHARACTERS_MAX + " bytes"));
        } catch (IOException e) {
            unreadable(file, e);
        }
        return "";
    }

    private void unreadable(Path file, Exception e) {
        problems.add(Severity.ERROR, file.toString(), Optional.empty(), "cannot be read: " + e);
    }

    private static String absolute(Path folder, String file) {
        // Not resolved as a path: it may be a pattern.
        return file.startsWith("/") ? file : folder + "/" + file;
    }

    private static AlertingConfig alerting(
            Section section, HttpReading http, DiscoveryReading discovery, NameValidation names) {
        List<RelabelRule> rules = RelabelReading.rules(section, "alert_relabel_configs", names);
        return new AlertingConfig(
                rules,
                section.objects(
                        "alertmanagers", each -> alertmanagers(each, http, discovery, names)));
    }

    private static AlertingConfig.Alertmanagers alertmanagers(
            Section section, HttpReading http, DiscoveryReading discovery, NameValidation names) {
        section.ignore("requests are not signed", "sigv4");
        section.choice("api_version", "v2", Map.of("v2", "v2"));
        return new AlertingConfig.Alertmanagers(
                ScrapeReading.scheme(section),
                section.text("path_prefix", ""),
                section.duration("timeout", Duration.ofSeconds(10)),
                http.settings(section),
                discovery.discoveries(section),
                RelabelReading.rules(section, "relabel_configs", names),
                RelabelReading.rules(section, "alert_relabel_configs", names));
    }

    private static RemoteConfig.@Nullable Write write(
            Section section, HttpReading http, NameValidation names) {
        section.ignore("requests are not signed", "sigv4", "azuread", "google_iam");
        section.ignore(
                "it has no effect here",
                "round_robin_dns",
                "failed_request_logging",
                "convert_nhcb_to_classic");
        URI url = HttpReading.url(section, "url");
        RemoteConfig.Queue queue = section.object("queue_config", ConfigReader::queue);
        RemoteConfig.MetadataSending metadata =
                section.object("metadata_config", ConfigReader::metadata);
        RemoteConfig.Write write =
                new RemoteConfig.Write(
                        url == null ? URI.create("") : url,
                        section.text("name", ""),
                        section.duration("remote_timeout", Duration.ofSeconds(30)),
                        section.textMap("headers", _ -> true),
                        RelabelReading.rules(section, "write_relabel_configs", names),
                        section.flag("send_exemplars", false),
                        section.flag("send_native_histograms", false),
                        section.choice(
                                "protobuf_message",
                                RemoteConfig.Write.Protocol.V1,
                                Map.of(
                                        "prometheus.WriteRequest",
                                        RemoteConfig.Write.Protocol.V1,
                                        "io.prometheus.write.v2.Request",
                                        RemoteConfig.Write.Protocol.V2)),
                        queue == null ? RemoteConfig.Queue.DEFAULT : queue,
                        metadata == null ? RemoteConfig.MetadataSending.DEFAULT : metadata,
                        http.settings(section));
        return url == null ? null : write;
    }

    private static RemoteConfig.Queue queue(Section section) {
        RemoteConfig.Queue base = RemoteConfig.Queue.DEFAULT;
        RemoteConfig.Queue queue =
                new RemoteConfig.Queue(
                        count(section, "capacity", base.capacity()),
                        count(section, "min_shards", base.shardsMin()),
                        count(section, "max_shards", base.shardsMax()),
                        count(section, "max_samples_per_send", base.samplesPerSendMax()),
                        section.duration("batch_send_deadline", base.batchSendDeadline()),
                        section.duration("min_backoff", base.backoffMin()),
                        section.duration("max_backoff", base.backoffMax()),
                        section.flag("retry_on_http_429", false),
                        section.duration("sample_age_limit", Duration.ZERO));
        if (queue.shardsMin() > queue.shardsMax()) {
            section.error("min_shards", "`min_shards` is more than `max_shards`");
        }
        if (queue.backoffMin().compareTo(queue.backoffMax()) > 0) {
            section.error("min_backoff", "`min_backoff` is longer than `max_backoff`");
        }
        return queue;
    }

    private static RemoteConfig.MetadataSending metadata(Section section) {
        RemoteConfig.MetadataSending base = RemoteConfig.MetadataSending.DEFAULT;
        return new RemoteConfig.MetadataSending(
                section.flag("send", true),
                section.duration("send_interval", base.interval()),
                count(section, "max_samples_per_send", base.samplesPerSendMax()));
    }

    private static int count(Section section, String key, int fallback) {
        long count = section.number(key, fallback);
        if (count < 1 || count > Integer.MAX_VALUE) {
            section.wrong(key, Long.toString(count), "1-" + Integer.MAX_VALUE);
            return fallback;
        }
        return (int) count;
    }

    private static RemoteConfig.@Nullable Read remoteRead(Section section, HttpReading http) {
        section.ignore("answers have a fixed limit", "chunked_read_limit");
        URI url = HttpReading.url(section, "url");
        RemoteConfig.Read read =
                new RemoteConfig.Read(
                        url == null ? URI.create("") : url,
                        section.text("name", ""),
                        section.duration("remote_timeout", Duration.ofMinutes(1)),
                        section.textMap("headers", _ -> true),
                        section.textMap("required_matchers", NameValidation.UTF8::allowsLabel),
                        section.flag("read_recent", false),
                        section.flag("filter_external_labels", true),
                        http.settings(section));
        return url == null ? null : read;
    }

    private static StorageConfig storage(Section section) {
        StorageConfig base = StorageConfig.DEFAULT;
        StorageConfig tsdb = section.object("tsdb", ConfigReader::tsdb);
        Long exemplars =
                section.object(
                        "exemplars", each -> each.number("max_exemplars", base.exemplarsMax()));
        StorageConfig known = tsdb == null ? base : tsdb;
        return new StorageConfig(
                known.outOfOrderWindow(),
                known.retentionTime(),
                known.retentionBytes(),
                exemplars == null ? base.exemplarsMax() : exemplars);
    }

    private static StorageConfig tsdb(Section section) {
        section.ignore(
                "the storage decides itself",
                "chunk_encoding",
                "stale_series_compaction_threshold");
        Duration window = section.duration("out_of_order_time_window", Duration.ZERO);
        StorageConfig retention =
                section.object(
                        "retention",
                        each -> {
                            each.ignore("give a size instead", "percentage");
                            return new StorageConfig(
                                    window,
                                    each.duration("time", Duration.ZERO),
                                    each.sizeBytes("size", 0),
                                    0);
                        });
        return retention == null ? new StorageConfig(window, Duration.ZERO, 0, 0) : retention;
    }
}
