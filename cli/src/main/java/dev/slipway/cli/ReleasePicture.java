package dev.slipway.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.ApiConnection;
import dev.slipway.client.ListQuery;
import dev.slipway.client.RemoteCluster;
import dev.slipway.model.ApiException;
import dev.slipway.model.GroupVersionKind;
import dev.slipway.model.Kind;
import dev.slipway.model.RawResource;
import dev.slipway.model.kinds.Kinds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A workload and everything below it, as it is now. Lists are sorted by name.
record ReleasePicture(
        ObjectNode workload,
        List<RawResource> sets,
        List<RawResource> pods,
        List<RawResource> runs,
        List<RawResource> experiments,
        List<RawResource> jobs) {
    private static final String ARGO = "argoproj.io/v1alpha1";
    private static final Kind<RawResource> ANALYSIS_RUN =
            new Kind<>(
                    GroupVersionKind.of(ARGO, "AnalysisRun"),
                    "analysisruns",
                    true,
                    RawResource.class);
    private static final Kind<RawResource> EXPERIMENT =
            new Kind<>(
                    GroupVersionKind.of(ARGO, "Experiment"),
                    "experiments",
                    true,
                    RawResource.class);

    static ReleasePicture take(ApiConnection api, WorkloadTarget target) {
        RemoteCluster cluster = new RemoteCluster(api);
        String namespace = target.key().namespace();
        String uid = target.tree().path("metadata").path("uid").asText();
        List<RawResource> experiments = ownedBy(list(cluster, EXPERIMENT, namespace), List.of(uid));
        List<String> owners = new ArrayList<>(uids(experiments));
        owners.add(uid);
        List<RawResource> sets = ownedBy(list(cluster, Kinds.REPLICA_SET.raw(), namespace), owners);
        List<RawResource> runs = ownedBy(list(cluster, ANALYSIS_RUN, namespace), owners);
        return new ReleasePicture(
                target.tree(),
                sets,
                ownedBy(list(cluster, Kinds.POD.raw(), namespace), uids(sets)),
                runs,
                experiments,
                runs.isEmpty()
                        ? List.of()
                        : ownedBy(list(cluster, Kinds.JOB.raw(), namespace), uids(runs)));
    }

    List<RawResource> setsOf(String owner) {
        return ownedBy(sets, List.of(owner));
    }

    List<RawResource> podsOf(RawResource set) {
        return ownedBy(pods, List.of(set.metadata().storedUid()));
    }

    List<RawResource> runsOf(String owner) {
        return ownedBy(runs, List.of(owner));
    }

    List<RawResource> jobsOf(RawResource run) {
        return ownedBy(jobs, List.of(run.metadata().storedUid()));
    }

    private static List<String> uids(List<RawResource> objects) {
        return objects.stream().map(object -> object.metadata().storedUid()).toList();
    }

    private static List<RawResource> ownedBy(List<RawResource> objects, List<String> owners) {
        return objects.stream()
                .filter(object -> owners.stream().anyMatch(object.metadata()::isControlledBy))
                .sorted(Comparator.comparing(object -> object.key().name()))
                .toList();
    }

    /// Nothing where the server does not have the kind.
    private static List<RawResource> list(
            RemoteCluster cluster, Kind<RawResource> kind, String namespace) {
        try {
            return cluster.resources(kind).list(ListQuery.inNamespace(namespace)).items();
        } catch (ApiException e) {
            if (e.reason() == ApiException.Reason.NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }
}
