package dev.slipway.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Cluster;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.Resources;
import dev.slipway.controller.Informer;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.OwnerReference;
import dev.slipway.model.RawResource;
import dev.slipway.model.TemplateHash;
import dev.slipway.model.kinds.AnalysisRun;
import dev.slipway.model.kinds.AnalysisRun.Measurement;
import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.Job;
import dev.slipway.model.kinds.Kinds;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A Job whose success is the measurement's. Its name follows from run, metric and number, so that
/// it is never created twice. Thread-safe.
final class JobProvider implements Provider {
    static final String JOB_NAME = "job-name";
    private static final int NAME_LENGTH_MAX = 63;

    private final Resources<RawResource> raw;
    private final Resources<Job> resources;
    private final Informer<Job> jobs;

    JobProvider(Cluster cluster, Informer<Job> jobs) {
        this.raw = cluster.resources(Kinds.JOB.raw());
        this.resources = cluster.resources(Kinds.JOB);
        this.jobs = jobs;
    }

    @Override
    public Measurement measure(Task task) {
        ObjectNode job = job(task);
        String name = job.at("/metadata/name").asText();
        try {
            raw.create(RawResource.of(job));
        } catch (ApiException e) {
            if (e.reason() != ApiException.Reason.ALREADY_EXISTS) {
                return task.failed("The job could not be created: " + e.getMessage());
            }
            ObjectKey key = new ObjectKey(task.run().key().namespace(), name);
            boolean ours =
                    resources
                            .find(key)
                            .map(found ->
                                    found.metadata()
                                            .isControlledBy(task.run().metadata().storedUid()))
                            .orElse(true);
            if (!ours) {
                return task.failed("Job '" + name + "' exists and is not this run's");
            }
        }
        return new Measurement(
                Phase.RUNNING.word(), null, task.now(), null, null, Map.of(JOB_NAME, name), null);
    }

    @Override
    public Measurement resume(Task task, Measurement begun) {
        Job job = find(task, begun);
        if (job == null) {
            return finished(task, begun, Phase.ERROR, "The job is gone");
        }
        for (Condition condition : job.status().conditions()) {
            boolean holds = condition.holds();
            if (holds && condition.type().equals("Complete")) {
                return finished(task, begun, Phase.SUCCESSFUL, null);
            }
            if (holds && condition.type().equals("Failed")) {
                return finished(task, begun, Phase.FAILED, condition.message());
            }
        }
        return begun;
    }

    @Override
    public Measurement terminate(Task task, Measurement begun) {
        Job job = find(task, begun);
        if (job != null) {
            resources.delete(job.key(), DeleteOptions.ofUid(job.metadata().storedUid()));
        }
        return Provider.super.terminate(task, begun);
    }

    /// The cache may not have a new job yet.
    private @Nullable Job find(Task task, Measurement begun) {
        ObjectKey key =
                new ObjectKey(
                        task.run().key().namespace(), begun.metadata().getOrDefault(JOB_NAME, ""));
        Job job = jobs.find(key);
        return job != null ? job : resources.find(key).orElse(null);
    }

    private static Measurement finished(
            Task task, Measurement begun, Phase phase, @Nullable String message) {
        return new Measurement(
                phase.word(), message, begun.startedAt(), task.now(), null, begun.metadata(), null);
    }

    private static ObjectNode job(Task task) {
        ObjectNode settings = task.metric().settings();
        AnalysisRun run = task.run();
        ObjectNode job = Json.object();
        job.put("apiVersion", Kinds.JOB.type().apiVersion()).put("kind", Kinds.JOB.type().kind());
        ObjectNode metadata = job.putObject("metadata");
        metadata.setAll(
                settings.get("metadata") instanceof ObjectNode given
                        ? given.deepCopy()
                        : Json.object());
        metadata.put("namespace", run.key().namespace());
        metadata.put("name", name(task));
        metadata.putArray("ownerReferences")
                .add(Json.tree(OwnerReference.controlledBy(Kinds.ANALYSIS_RUN, run.metadata())));
        job.set("spec", settings.path("spec").deepCopy());
        return job;
    }

    private static String name(Task task) {
        String metric = task.metric().name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String uid = task.run().metadata().storedUid();
        String full = task.run().key().name() + "-" + metric + "-" + task.number();
        String hash =
                TemplateHash.of(
                        Json.object().put("run", uid).put("metric", task.metric().name()),
                        task.number());
        int room = NAME_LENGTH_MAX - hash.length() - 1;
        String begin = full.length() <= room ? full : full.substring(0, room);
        return begin.replaceAll("[^a-z0-9]+", "-").replaceAll("-+$", "") + "-" + hash;
    }
}
