package dev.slipway.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Json;
import java.util.ArrayList;
import java.util.List;

/// The manifests of a project that has none: a Deployment for each process, and a Service for
/// `web`.
final class ProjectManifests {
    private static final int WEB_PORT = 8080;

    private ProjectManifests() {}

    static List<Manifest> of(Project project, String image) {
        List<Manifest> manifests = new ArrayList<>();
        project.processes()
                .forEach((process, command) -> {
                    boolean web = process.equals(Project.WEB);
                    String name = web ? project.name() : project.name() + "-" + process;
                    manifests.add(generated(deployment(name, image, command, web)));
                    if (web) {
                        manifests.add(generated(service(name)));
                    }
                });
        return manifests;
    }

    private static Manifest generated(ObjectNode tree) {
        String title =
                "generated "
                        + tree.path("kind").asText()
                        + " "
                        + tree.path("metadata").path("name").asText();
        return new Manifest(tree, field -> field.isEmpty() ? title : title + ", " + field);
    }

    private static ObjectNode deployment(
            String name, String image, List<String> command, boolean web) {
        ObjectNode tree = Json.object().put("apiVersion", "apps/v1").put("kind", "Deployment");
        tree.putObject("metadata").put("name", name);
        ObjectNode spec = tree.putObject("spec").put("replicas", 1);
        spec.putObject("selector").putObject("matchLabels").put("app", name);
        ObjectNode template = spec.putObject("template");
        template.putObject("metadata").putObject("labels").put("app", name);
        ObjectNode container =
                template.putObject("spec").putArray("containers").addObject().put("name", name);
        container.put("image", image);
        command.forEach(container.putArray("command")::add);
        if (web) {
            container
                    .putArray("ports")
                    .addObject()
                    .put("name", "http")
                    .put("containerPort", WEB_PORT);
            container
                    .putObject("readinessProbe")
                    .put("periodSeconds", 1)
                    .putObject("tcpSocket")
                    .put("port", "http");
        }
        return tree;
    }

    private static ObjectNode service(String name) {
        ObjectNode tree = Json.object().put("apiVersion", "v1").put("kind", "Service");
        tree.putObject("metadata").put("name", name);
        ObjectNode spec = tree.putObject("spec");
        spec.putObject("selector").put("app", name);
        spec.putArray("ports")
                .addObject()
                .put("name", "http")
                .put("port", 80)
                .put("targetPort", "http");
        return tree;
    }
}
