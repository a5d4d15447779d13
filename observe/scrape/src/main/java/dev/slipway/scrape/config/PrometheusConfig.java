package dev.slipway.scrape.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;

/// All that a `prometheus.yml` says, with the scrape configs of the files it names.
///
/// @param ruleFiles patterns, absolute unless the file came without a folder
/// @param warnings what the file says that has no effect here
public record PrometheusConfig(
        GlobalConfig global,
        List<ScrapeConfig> scrapeConfigs,
        List<String> ruleFiles,
        AlertingConfig alerting,
        List<RemoteConfig.Write> remoteWrites,
        List<RemoteConfig.Read> remoteReads,
        StorageConfig storage,
        List<ConfigProblem> warnings) {
    public static final PrometheusConfig EMPTY =
            new PrometheusConfig(
                    GlobalConfig.DEFAULT,
                    List.of(),
                    List.of(),
                    AlertingConfig.NONE,
                    List.of(),
                    List.of(),
                    StorageConfig.DEFAULT,
                    List.of());

    public PrometheusConfig {
        requireNonNull(global, "global");
        scrapeConfigs = List.copyOf(scrapeConfigs);
        ruleFiles = List.copyOf(ruleFiles);
        requireNonNull(alerting, "alerting");
        remoteWrites = List.copyOf(remoteWrites);
        remoteReads = List.copyOf(remoteReads);
        requireNonNull(storage, "storage");
        warnings = List.copyOf(warnings);
    }

    /// Reads a file and those it includes. Throws [ConfigException] with all that is wrong.
    public static PrometheusConfig read(Path file) {
        return new ConfigReader(System.getenv()::get).read(file);
    }

    /// Reads a text; relative paths in it are seen from `folder`.
    public static PrometheusConfig parse(String text, String source, Path folder) {
        return new ConfigReader(System.getenv()::get).parse(text, source, folder);
    }
}
