package dev.slipway.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Finds the services of registries' hosts by Terraform's remote service discovery; what the
/// command line's configuration says of a host goes before. Thread-safe.
final class Hosts {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Downloads downloads;
    private final Map<String, Map<String, String>> configured;
    private final Map<String, JsonNode> found = new ConcurrentHashMap<>();

    Hosts(Downloads downloads, Map<String, Map<String, String>> configured) {
        this.downloads = downloads;
        this.configured = Map.copyOf(configured);
    }

    /// Where a service of a host is, with a slash at the end.
    ///
    /// @throws IOException if the host cannot be asked, or does not have it
    URI service(String host, String name) throws IOException {
        URI base = URI.create("https://" + host + "/.well-known/terraform.json");
        Map<String, String> known = configured.get(host);
        String place = known != null ? known.getOrDefault(name, "") : discover(host, base, name);
        if (place.isEmpty()) {
            throw new IOException("the host " + host + " has no service " + name);
        }
        return base.resolve(place.endsWith("/") ? place : place + "/");
    }

    private String discover(String host, URI base, String name) throws IOException {
        JsonNode services = found.get(host);
        if (services == null) {
            services = MAPPER.readTree(downloads.read(base));
            found.put(host, services);
        }
        return services.path(name).asText("");
    }
}
