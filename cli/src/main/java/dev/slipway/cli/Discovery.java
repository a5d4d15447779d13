package dev.slipway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.client.ApiConnection;
import dev.slipway.client.ApiConnection.Call;
import dev.slipway.model.GroupVersionKind;
import dev.slipway.model.Kind;
import dev.slipway.model.RawResource;
import dev.slipway.model.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The kinds a server knows, as it tells them, so that people may write `deploy`, `deployments` or
/// `deployments.apps`.
final class Discovery {
    private static final String AGGREGATED =
            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    /// One kind with every name it goes by.
    private record Known(Kind<RawResource> kind, Set<String> names) {}

    private final List<Known> kinds = new ArrayList<>();

    private Discovery() {}

    static Discovery of(ApiConnection connection) {
        Discovery discovery = new Discovery();
        for (String path : List.of("/api", "/apis")) {
            JsonNode groups = connection.send(Call.get(path, AGGREGATED)).json().path("items");
            groups.forEach(discovery::addGroup);
        }
        return discovery;
    }

    /// The kind people mean by `name`. Fails with a suggestion.
    Kind<RawResource> named(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        Set<String> all = new LinkedHashSet<>();
        for (Known known : kinds) {
            if (known.names().contains(wanted)) {
                return known.kind();
            }
            all.addAll(known.names());
        }
        throw new CommandException("There is no kind \"" + name + "\"." + didYouMean(wanted, all));
    }

    /// The kind a manifest names, or nothing if the server does not know it.
    Optional<Kind<RawResource>> find(GroupVersionKind type) {
        return kinds.stream().map(Known::kind).filter(kind -> kind.type().equals(type)).findFirst();
    }

    /// What to tell somebody whose manifest names an unknown type.
    String suggestionFor(GroupVersionKind type) {
        Set<String> types = new LinkedHashSet<>();
        for (Known known : kinds) {
            GroupVersionKind candidate = known.kind().type();
            if (candidate.kind().equals(type.kind())) {
                return " Did you mean apiVersion `" + candidate.apiVersion() + "`?";
            }
            types.add(candidate.kind());
        }
        return didYouMean(type.kind(), types);
    }

    static String didYouMean(String wrong, Set<String> right) {
        return Suggestion.closest(wrong, right)
                .map(closest -> " Did you mean `" + closest + "`?")
                .orElse("");
    }

    private void addGroup(JsonNode group) {
        for (JsonNode version : group.path("versions")) {
            for (JsonNode resource : version.path("resources")) {
                addResource(
                        group.path("metadata").path("name").asText(""),
                        version.path("version").asText(),
                        resource);
            }
        }
    }

    private void addResource(String group, String version, JsonNode resource) {
        GroupVersionKind type =
                new GroupVersionKind(
                        group, version, resource.path("responseKind").path("kind").asText());
        String plural = resource.path("resource").asText();
        Set<String> names = new LinkedHashSet<>();
        names.add(plural);
        names.add(resource.path("singularResource").asText());
        names.add(type.kind().toLowerCase(Locale.ROOT));
        resource.path("shortNames").forEach(name -> names.add(name.asText()));
        if (!group.isEmpty()) {
            names.add(plural + "." + group);
        }
        boolean namespaced = resource.path("scope").asText().equals("Namespaced");
        kinds.add(new Known(new Kind<>(type, plural, namespaced, RawResource.class), names));
    }
}
