package dev.slipway.evidence;

import java.util.Optional;

/// What this module must know of the traffic that each revision of a workload got; somebody who
/// sees the traffic answers. Thread-safe, and cheap enough to be asked every second.
public interface RevisionTraffic {
    /// Cumulative figures of one revision; empty where that revision never got any traffic.
    Optional<TrafficFigures> find(Source source, String podTemplateHash);

    /// Whose traffic is meant.
    sealed interface Source {
        String namespace();

        String name();

        /// What came through an HTTPRoute.
        record Route(String namespace, String name) implements Source {}

        /// What came to a Service, by whatever way.
        record Service(String namespace, String name) implements Source {}
    }
}
