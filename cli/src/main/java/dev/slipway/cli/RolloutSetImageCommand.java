package dev.slipway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.client.ApiConnection;
import dev.slipway.client.ApiConnection.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `slipway rollout set-image`: a new version by its image.
@Command(
        name = "set-image",
        description = "Release another image: `rollout set-image api api=shop/api:v2`.")
final class RolloutSetImageCommand extends RolloutSubcommand {
    @Parameters(
            arity = "1..*",
            index = "1..*",
            paramLabel = "CONTAINER=IMAGE",
            description = "Which container gets which image; * is every container.")
    private Map<String, String> images = new LinkedHashMap<>();

    @Override
    void run(ApiConnection api, WorkloadTarget workload) {
        ArrayNode operations = JsonNodeFactory.instance.arrayNode();
        for (var image : images.entrySet()) {
            set(workload, image.getKey(), image.getValue(), operations);
        }
        api.send(Call.patch(workload.path(), "application/json-patch+json", operations));
        say(workload.title() + " gets " + String.join(", ", images.values()) + ".");
    }

    private static void set(
            WorkloadTarget workload, String container, String image, ArrayNode operations) {
        List<String> names = new ArrayList<>();
        boolean found = false;
        for (String list : List.of("containers", "initContainers")) {
            JsonNode containers = workload.tree().at("/spec/template/spec/" + list);
            for (int i = 0; i < containers.size(); i++) {
                String name = containers.get(i).path("name").asText();
                names.add(name);
                boolean any = container.equals("*") && list.equals("containers");
                if (name.equals(container) || any) {
                    found = true;
                    replace(operations, "/spec/template/spec/" + list + "/" + i, image, name);
                }
            }
        }
        if (!found) {
            throw new CommandException(
                    workload.title()
                            + " has no container "
                            + container
                            + " (there are: "
                            + String.join(", ", names)
                            + ").");
        }
    }

    /// Fails on the server if the containers were changed meanwhile.
    private static void replace(ArrayNode operations, String path, String image, String name) {
        operations.addObject().put("op", "test").put("path", path + "/name").put("value", name);
        operations
                .addObject()
                .put("op", "replace")
                .put("path", path + "/image")
                .put("value", image);
    }
}
