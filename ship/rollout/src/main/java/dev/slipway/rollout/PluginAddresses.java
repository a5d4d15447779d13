package dev.slipway.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.controller.Informer;
import dev.slipway.model.ApiException;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Yaml;
import dev.slipway.model.kinds.ConfigMap;
import org.jspecify.annotations.Nullable;

/// Where the plugins of steps answer: in the ConfigMap in which Argo Rollouts lists its plugins,
/// too, with the address of the service as `location`. Thread-safe.
final class PluginAddresses {
    static final ObjectKey CONFIG = new ObjectKey("argo-rollouts", "argo-rollouts-config");
    private static final String LIST = "stepPlugins";

    final Informer<ConfigMap> informer;

    PluginAddresses(Informer<ConfigMap> informer) {
        this.informer = informer;
    }

    /// The address of the plugin, or null if none is configured, or one that is no HTTP address.
    @Nullable String find(String name) {
        ConfigMap config = informer.find(CONFIG);
        String list = config == null ? "" : config.data().getOrDefault(LIST, "");
        if (list.isBlank()) {
            return null;
        }
        try {
            ObjectNode tree = Yaml.parse("plugins:\n" + list.indent(2), LIST).getFirst().object();
            for (JsonNode plugin : tree.path("plugins")) {
                String location = plugin.path("location").asText("");
                if (plugin.path("name").asText("").equals(name)
                        && location.matches("https?://[^/\\s].*")) {
                    return location;
                }
            }
        } catch (ApiException _) {
            // Says nothing that can be read, so it says nothing of this plugin either.
        }
        return null;
    }

    static String unknown(String name) {
        return "no step plugin '"
                + name
                + "' is configured (expected: an entry with name and an HTTP address as location"
                + " in "
                + LIST
                + " of the ConfigMap "
                + CONFIG
                + ")";
    }
}
