package dev.slipway.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Cluster;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.Resources;
import dev.slipway.controller.Controller;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.MergeChange;
import dev.slipway.controller.Reconciler;
import dev.slipway.controller.Result;
import dev.slipway.model.ApiException;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.kinds.Job;
import dev.slipway.model.kinds.Job.JobStatus;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs the pods of a Job until enough of them have succeeded.
final class JobReconciler implements Reconciler {
    private static final int WORKERS = 4;

    private final WorkloadTools tools;
    private final Resources<Job> jobs;
    private final Informer<Job> informer;
    private final Informer<Pod> pods;
    private final PodControl control;

    JobReconciler(Cluster cluster, Informers informers, WorkloadTools tools) {
        this.tools = tools;
        this.jobs = cluster.resources(Kinds.JOB);
        this.informer = informers.of(Kinds.JOB);
        this.pods = informers.of(Kinds.POD);
        this.control = new PodControl(Kinds.JOB, cluster, pods, tools);
    }

    Controller controller() {
        return Controller.named("job", this, tools.time())
                .onDelta(informer, this::changed)
                .onOwnedChange(pods, Kinds.JOB)
                .workers(WORKERS)
                .build();
    }

    @Override
    public Result reconcile(ObjectKey key) throws InterruptedException {
        Job job = informer.find(key);
        if (job == null || job.metadata().isBeingDeleted()) {
            return Result.done();
        }
        String uid = job.metadata().storedUid();
        JobView view =
                new JobView(job, pods.byIndex(Informer.BY_CONTROLLER, uid), tools.time().now());
        if (view.isFinished()) {
            return finish(view);
        }
        boolean settled = control.settled(uid);
        JobPlan plan = JobPlan.of(view);
        // First what is counted, then what follows from it: a conflict here means that the counts
        // are not the newest.
        report(view, JobStatuses.of(view, plan));
        if (!settled) {
            return Result.done();
        }
        ApiException failure = control.delete(job, plan.deletions());
        if (failure == null) {
            failure = create(view, plan.creations());
        }
        if (failure != null) {
            throw failure;
        }
        return plan.lookAgain() == null ? Result.done() : Result.after(plan.lookAgain());
    }

    private Result finish(JobView view) throws InterruptedException {
        Job job = view.job();
        ApiException failure = control.delete(job, view.active());
        if (failure != null) {
            throw failure;
        }
        JobStatus rest = JobStatuses.finished(view);
        report(view, rest);
        Duration expiry = view.untilExpiry();
        if (expiry == null) {
            return Result.done();
        }
        if (expiry.isPositive()) {
            return Result.after(expiry);
        }
        jobs.delete(job.key(), DeleteOptions.ofUid(job.metadata().storedUid()));
        return Result.done();
    }

    private @Nullable ApiException create(JobView view, int count) throws InterruptedException {
        Job job = view.job();
        String prefix = PodControl.prefix(job.key().name());
        if (!view.isIndexed()) {
            List<String> names = PodControl.names(job, prefix, view.pods(), count);
            return control.create(job, names, _ -> template(job, null));
        }
        List<Integer> indexes = view.openIndexes(count);
        List<String> names = new ArrayList<>();
        for (int index : indexes) {
            List<Pod> tries =
                    view.pods().stream().filter(pod -> JobView.index(pod) == index).toList();
            names.addAll(PodControl.names(job, prefix + index + "-", tries, 1));
        }
        return control.create(job, names, i -> template(job, indexes.get(i)));
    }

    private static ObjectNode template(Job job, @Nullable Integer index) {
        ObjectNode template = job.spec().template().deepCopy();
        ObjectNode metadata = PodTemplates.object(template, "metadata");
        ObjectNode labels = PodTemplates.object(metadata, "labels");
        for (String prefix : new String[] {"", "batch.kubernetes.io/"}) {
            labels.put(prefix + "controller-uid", job.metadata().storedUid());
            labels.put(prefix + "job-name", job.key().name());
        }
        if (index != null) {
            String text = Integer.toString(index);
            PodTemplates.object(metadata, "annotations").put(JobView.INDEX, text);
            labels.put(JobView.INDEX, text);
            ObjectNode spec = PodTemplates.object(template, "spec");
            if (!spec.has("hostname")) {
                spec.put("hostname", job.key().name() + "-" + text);
            }
            tellIndex(spec.path("initContainers"));
            tellIndex(spec.path("containers"));
        }
        return template;
    }

    private static void tellIndex(JsonNode containers) {
        for (JsonNode container : containers) {
            ArrayNode variables = ((ObjectNode) container).withArrayProperty("env");
            variables
                    .addObject()
                    .put("name", "JOB_COMPLETION_INDEX")
                    .putObject("valueFrom")
                    .putObject("fieldRef")
                    .put("fieldPath", "metadata.annotations['" + JobView.INDEX + "']");
        }
    }

    private void report(JobView view, JobStatus status) {
        Job job = view.job();
        Patch.MergePatch change = MergeChange.ofStatus(job.status(), status);
        if (change == null) {
            return;
        }
        ObjectNode patch = (ObjectNode) change.change();
        patch.putObject("metadata").put("resourceVersion", job.metadata().resourceVersion());
        jobs.patchStatus(job.key(), new Patch.MergePatch(patch));
        JobStatuses.tell(tools.events(), job, status);
    }

    private List<ObjectKey> changed(Informer.Delta<Job> delta) {
        if (delta.after() == null) {
            control.forget(delta.object().metadata().storedUid());
        }
        return List.of(delta.object().key());
    }
}
