package dev.slipway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.alert.config.AlertConfig;
import dev.slipway.alert.config.AlertConfigException;
import dev.slipway.model.ApiException;
import dev.slipway.model.Yaml;
import dev.slipway.model.YamlDocument;
import dev.slipway.rule.Problem;
import dev.slipway.rule.RuleFile;
import dev.slipway.rule.RuleQueries;
import dev.slipway.scrape.config.ConfigException;
import dev.slipway.scrape.config.PrometheusConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Finds out what a file of Prometheus or of its Alertmanager is, and what is wrong with it.
final class FileCheck {
    private FileCheck() {}

    /// A line for each mistake.
    static List<String> problems(Path file, RuleQueries queries) {
        try {
            List<YamlDocument> documents = Yaml.parse(Files.readString(file), file.toString());
            JsonNode top = documents.isEmpty() ? null : documents.getFirst().tree();
            if (top != null && top.has("groups")) {
                return RuleFile.read(file, queries).problems().stream()
                        .map(Problem::toString)
                        .toList();
            }
            if (top != null && (top.has("route") || top.has("receivers"))) {
                AlertConfig _ = AlertConfig.load(file);
                return List.of();
            }
            PrometheusConfig _ = PrometheusConfig.read(file);
            return List.of();
        } catch (IOException e) {
            return List.of(file + ": cannot be read: " + e.getMessage());
        } catch (ApiException | AlertConfigException | ConfigException e) {
            return String.valueOf(e.getMessage()).lines().toList();
        }
    }
}
