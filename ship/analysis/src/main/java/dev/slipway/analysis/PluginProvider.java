package dev.slipway.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Resources;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Yaml;
import dev.slipway.model.kinds.AnalysisRun.Measurement;
import dev.slipway.model.kinds.ConfigMap;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// A measurement that a service takes for us. Which one is in the ConfigMap in which Argo Rollouts
/// lists its plugins too, with the address of the service as `location`. Thread-safe.
final class PluginProvider implements Provider {
    static final ObjectKey CONFIG = new ObjectKey("argo-rollouts", "argo-rollouts-config");
    private static final String LIST = "metricProviderPlugins";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpCalls calls;
    private final Resources<ConfigMap> configs;

    PluginProvider(HttpCalls calls, Resources<ConfigMap> configs) {
        this.calls = calls;
        this.configs = configs;
    }

    @Override
    public Measurement measure(Task task) {
        ObjectNode settings = task.metric().settings();
        if (settings.size() != 1) {
            return task.failed("plugin: needs exactly one name");
        }
        Map.Entry<String, JsonNode> plugin = settings.properties().iterator().next();
        ObjectNode request = Json.object();
        request.put("plugin", plugin.getKey());
        request.put("metric", task.metric().name());
        request.put("namespace", task.run().key().namespace());
        request.put("analysisRun", task.run().key().name());
        request.put("measurement", task.number());
        request.set("config", plugin.getValue());
        HttpCalls.Call call =
                new HttpCalls.Call(
                        "POST",
                        location(plugin.getKey()),
                        Map.of("Content-Type", "application/json"),
                        request.toString(),
                        TIMEOUT,
                        false);
        try {
            HttpCalls.Answer answer = calls.send(call);
            return answer.isGood()
                    ? measured(task, answer.body())
                    : task.failed("received non 2xx response code: " + answer.code());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return task.failed("interrupted");
        }
    }

    /// The service says the phase, or leaves it to the conditions.
    private static Measurement measured(Task task, String body) {
        JsonNode answer;
        try {
            answer = Json.parse(body.getBytes(StandardCharsets.UTF_8));
        } catch (ApiException e) {
            return task.failed("Could not parse JSON body: " + e.getMessage());
        }
        Map<String, String> metadata = new HashMap<>();
        answer.path("metadata")
                .properties()
                .forEach(each -> metadata.put(each.getKey(), each.getValue().asText()));
        JsonNode value = answer.path("value");
        Phase phase = Phase.of(answer.path("phase").asText(""));
        if (phase.isDone()) {
            String message = answer.path("message").asText("");
            return task.measurement(
                    phase,
                    message.isEmpty() ? null : message,
                    value.isMissingNode() ? null : Results.text(value),
                    metadata);
        }
        return task.done(Results.ofJson(value), Results.text(value), metadata);
    }

    private String location(String name) {
        String list =
                configs.find(CONFIG).map(config -> config.data().getOrDefault(LIST, "")).orElse("");
        try {
            if (!list.isBlank()) {
                ObjectNode tree =
                        Yaml.parse("plugins:\n" + list.indent(2), LIST).getFirst().object();
                for (JsonNode plugin : tree.path("plugins")) {
                    if (plugin.path("name").asText().equals(name)) {
                        return plugin.path("location").asText();
                    }
                }
            }
        } catch (ApiException e) {
            throw new AnalysisException(LIST + " of " + CONFIG + ": " + e.getMessage());
        }
        throw new AnalysisException(
                "plugin '"
                        + name
                        + "' is not known (expected: an entry with name and location in "
                        + LIST
                        + " of the ConfigMap "
                        + CONFIG
                        + ")");
    }
}
