package dev.slipway.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Cluster;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.Resources;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.OwnerReference;
import dev.slipway.model.Patch;
import dev.slipway.model.RawResource;
import dev.slipway.model.TemplateHash;
import dev.slipway.model.kinds.Experiment;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.model.kinds.Rollout;
import dev.slipway.model.kinds.Service;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The ReplicaSets and services of Experiments, by names that follow from the Experiment's, so that
/// creating one twice is impossible. Thread-safe.
final class ExperimentPods {
    static final String EXPERIMENT_NAME = "experiment.argoproj.io/experiment-name";
    static final String TEMPLATE_NAME = "experiment.argoproj.io/template-name";
    private static final String DEADLINE = "scale-down-deadline";

    private final Resources<ReplicaSet> resources;
    private final Resources<RawResource> rawServices;
    private final Resources<Service> services;
    private final Informer<ReplicaSet> sets;

    ExperimentPods(Cluster cluster, Informers informers) {
        resources = cluster.resources(Kinds.REPLICA_SET);
        rawServices = cluster.resources(Kinds.SERVICE.raw());
        services = cluster.resources(Kinds.SERVICE);
        sets = informers.of(Kinds.REPLICA_SET);
    }

    Informer<ReplicaSet> sets() {
        return sets;
    }

    /// Never the same for two versions, whatever their templates.
    static String hash(Experiment experiment, Experiment.Template template) {
        ObjectNode tree = Json.object();
        tree.put("experiment", experiment.key().name());
        tree.put("name", template.name());
        tree.set("template", template.template());
        return TemplateHash.of(tree, 0);
    }

    static ObjectKey setKey(Experiment experiment, Experiment.Template template) {
        return new ObjectKey(
                experiment.key().namespace(), experiment.key().name() + "-" + template.name());
    }

    static String serviceName(Experiment experiment, Experiment.Template template) {
        Experiment.TemplateService service = template.service();
        String name = service == null ? null : service.name();
        return name == null || name.isEmpty() ? setKey(experiment, template).name() : name;
    }

    /// The ReplicaSet as it was last seen, or null. It may be somebody else's.
    @Nullable ReplicaSet find(Experiment experiment, Experiment.Template template) {
        return sets.find(setKey(experiment, template));
    }

    static boolean isOwned(ReplicaSet set, Experiment experiment) {
        return set.metadata().isControlledBy(experiment.metadata().storedUid());
    }

    /// False if there is one already that was not seen yet.
    boolean create(Experiment experiment, Experiment.Template template) {
        try {
            resources.create(newSet(experiment, template));
            return true;
        } catch (ApiException e) {
            if (e.reason() == ApiException.Reason.ALREADY_EXISTS) {
                return false;
            }
            throw e;
        }
    }

    private static ReplicaSet newSet(Experiment experiment, Experiment.Template template) {
        String hash = hash(experiment, template);
        ObjectNode pods = template.template().deepCopy();
        ObjectNode podLabels = pods.withObject("/metadata").withObject("/labels");
        podLabels.put(Rollout.POD_TEMPLATE_HASH, hash);
        Map<String, String> labels = new HashMap<>();
        podLabels.properties().forEach(l -> labels.put(l.getKey(), l.getValue().asText()));
        ObjectMeta metadata =
                ObjectMeta.named(experiment.key().namespace(), setKey(experiment, template).name())
                        .withLabels(labels)
                        .withAnnotations(
                                Map.of(
                                        EXPERIMENT_NAME,
                                        experiment.key().name(),
                                        TEMPLATE_NAME,
                                        template.name()))
                        .withOwner(
                                OwnerReference.controlledBy(
                                        Kinds.EXPERIMENT, experiment.metadata()));
        return new ReplicaSet(
                metadata,
                new ReplicaSet.ReplicaSetSpec(
                        template.replicasWanted(),
                        template.minReadySeconds(),
                        new LabelSelector(
                                selected(template, hash), template.selector().matchExpressions()),
                        pods),
                Json.empty(ReplicaSet.ReplicaSetStatus.class));
    }

    private static Map<String, String> selected(Experiment.Template template, String hash) {
        Map<String, String> labels = new HashMap<>(template.selector().matchLabels());
        labels.put(Rollout.POD_TEMPLATE_HASH, hash);
        return labels;
    }

    void scale(ReplicaSet set, int replicas) {
        ObjectNode change = Json.object();
        change.putObject("spec").put("replicas", replicas);
        resources.patch(set.key(), new Patch.MergePatch(change));
    }

    /// When a set that is not needed any more goes to 0, or null if that was not decided yet.
    static @Nullable Instant deadline(ReplicaSet set) {
        String text = set.metadata().annotations().get(DEADLINE);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException _) {
            return null;
        }
    }

    void setDeadline(ReplicaSet set, Instant deadline) {
        ObjectNode change = Json.object();
        change.putObject("metadata").putObject("annotations").put(DEADLINE, Json.time(deadline));
        resources.patch(set.key(), new Patch.MergePatch(change));
    }

    /// Throws [ApiException] if the service cannot be made, or is somebody else's.
    void ensureService(Experiment experiment, Experiment.Template template) {
        ObjectKey key =
                new ObjectKey(experiment.key().namespace(), serviceName(experiment, template));
        Service found = services.find(key).orElse(null);
        if (found == null) {
            rawServices.create(RawResource.of(newService(experiment, template, key)));
        } else if (!found.metadata().isControlledBy(experiment.metadata().storedUid())) {
            throw new ApiException(
                    ApiException.Reason.INVALID,
                    "Service '" + key.name() + "' exists and is not this experiment's");
        }
    }

    private static ObjectNode newService(
            Experiment experiment, Experiment.Template template, ObjectKey key) {
        ObjectNode service = Json.object();
        service.put("apiVersion", "v1").put("kind", "Service");
        ObjectNode metadata = service.putObject("metadata");
        metadata.put("namespace", key.namespace()).put("name", key.name());
        metadata.putObject("annotations")
                .put(EXPERIMENT_NAME, experiment.key().name())
                .put(TEMPLATE_NAME, template.name());
        metadata.putArray("ownerReferences")
                .add(
                        Json.tree(
                                OwnerReference.controlledBy(
                                        Kinds.EXPERIMENT, experiment.metadata())));
        ObjectNode spec = service.putObject("spec");
        ObjectNode selector = spec.putObject("selector");
        selected(template, hash(experiment, template)).forEach(selector::put);
        ArrayNode ports = spec.putArray("ports");
        for (JsonNode container : template.template().at("/spec/containers")) {
            for (JsonNode port : container.path("ports")) {
                int number = port.path("containerPort").asInt();
                String name = port.path("name").asText("port-" + number);
                ports.addObject()
                        .put("name", name)
                        .put("port", number)
                        .put("targetPort", number)
                        .put("protocol", port.path("protocol").asText("TCP"));
            }
        }
        return service;
    }

    void deleteService(Experiment experiment, Experiment.Template template) {
        ObjectKey key =
                new ObjectKey(experiment.key().namespace(), serviceName(experiment, template));
        services.find(key)
                .filter(found -> found.metadata().isControlledBy(experiment.metadata().storedUid()))
                .ifPresent(found ->
                        services.delete(key, DeleteOptions.ofUid(found.metadata().storedUid())));
    }
}
