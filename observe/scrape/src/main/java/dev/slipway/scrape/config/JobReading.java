package dev.slipway.scrape.config;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads the text of jobs that come from elsewhere than a `prometheus.yml`. Pure functions.
public final class JobReading {
    private static final Path NO_FOLDER = Path.of("/");

    private JobReading() {}

    /// The jobs of `{"scrape_configs": […]}`, in YAML or JSON, with what `global` says. Throws
    /// [ConfigException] with all that is wrong.
    public static List<ScrapeConfig> read(String text, String source, GlobalConfig global) {
        Problems problems = new Problems();
        Node root = YamlNodes.read(text, source, problems);
        problems.throwErrors();
        if (root == null) {
            return List.of();
        }
        Section section = Section.of(problems, source, root);
        HttpReading http = new HttpReading(NO_FOLDER);
        ScrapeReading scrape = new ScrapeReading(http, new DiscoveryReading(NO_FOLDER, http));
        List<ScrapeConfig> jobs = ConfigReader.jobs(section, scrape, global, new HashSet<>());
        section.rejectUnknown();
        problems.throwErrors();
        return jobs;
    }
}
