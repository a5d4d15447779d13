package dev.slipway.cli;

import dev.slipway.client.ApiConnection;
import dev.slipway.model.Kind;
import dev.slipway.model.RawResource;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Manifests that are applied together, in an order in which each finds what it needs, and waited
/// for.
final class ManifestSet {
    private static final List<String> FIRST =
            List.of(
                    "Namespace",
                    "ServiceAccount",
                    "Role",
                    "ClusterRole",
                    "RoleBinding",
                    "ClusterRoleBinding",
                    "ConfigMap",
                    "Secret",
                    "Service",
                    "Gateway");
    private static final Set<String> AWAITED =
            Set.of("Deployment", "ReplicaSet", "Rollout", "Job", "Pod", "Gateway");

    private final List<Manifest> ordered;
    private final Applier applier;

    private ManifestSet(List<Manifest> ordered, Applier applier) {
        this.ordered = ordered;
        this.applier = applier;
    }

    /// Fails, naming the place, if one is of a kind the server does not know.
    static ManifestSet of(List<Manifest> manifests, Applier applier) {
        manifests.forEach(applier::kindOf);
        List<Manifest> ordered = new ArrayList<>(manifests);
        ordered.sort(Comparator.comparingInt(ManifestSet::rank));
        return new ManifestSet(ordered, applier);
    }

    ManifestSet apply(PrintWriter out) {
        for (Manifest manifest : ordered) {
            out.println("  " + manifest.title() + " " + applier.apply(manifest));
            out.flush();
        }
        return this;
    }

    void awaitReady(ApiConnection api, PrintWriter out, Duration timeout)
            throws InterruptedException {
        List<ReadyWait.Subject> subjects = new ArrayList<>();
        for (Manifest manifest : ordered) {
            if (AWAITED.contains(manifest.type().kind())) {
                Kind<RawResource> kind = applier.kindOf(manifest);
                subjects.add(new ReadyWait.Subject(kind, applier.keyOf(manifest)));
            }
        }
        new ReadyWait(api, new ProgressView(out)).await(subjects, timeout);
    }

    private static int rank(Manifest manifest) {
        int place = FIRST.indexOf(manifest.type().kind());
        return place < 0 ? FIRST.size() : place;
    }
}
