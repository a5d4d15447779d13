package dev.slipway.server;

import static java.util.Objects.requireNonNull;

import dev.slipway.analysis.MetricQueries;
import dev.slipway.client.Cluster;
import dev.slipway.controller.Informers;
import dev.slipway.controller.Time;
import dev.slipway.evidence.RevisionTraffic;
import dev.slipway.model.Kind;
import dev.slipway.model.kinds.PolicyRule;
import java.util.List;
import java.util.function.Predicate;

/// What releases stand on, wherever the objects are kept and whoever carries the traffic: this
/// server with its edge, or somebody else's Kubernetes.
///
/// @param serves whether objects of a kind can be there at all
record ShippingGround(
        Clusters clusters,
        Informers informers,
        RevisionTraffic traffic,
        MetricQueries metrics,
        Predicate<Kind<?>> serves,
        Time time) {
    ShippingGround {
        requireNonNull(clusters, "clusters");
        requireNonNull(informers, "informers");
        requireNonNull(traffic, "traffic");
        requireNonNull(metrics, "metrics");
        requireNonNull(serves, "serves");
        requireNonNull(time, "time");
    }

    /// The cluster as a component may see it, which has the rights given here.
    @FunctionalInterface
    interface Clusters {
        Cluster cluster(String component, List<PolicyRule> rules);
    }

    Cluster cluster(String component, List<PolicyRule> rules) {
        return clusters.cluster(component, rules);
    }
}
