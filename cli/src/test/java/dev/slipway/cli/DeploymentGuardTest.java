package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.RawResource;
import dev.slipway.model.Yaml;
import dev.slipway.model.kinds.Kinds;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DeploymentGuardTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:01:00Z");

    @Test
    void promotesTheNewestVersionByItsHash() {
        ObjectNode change = guard("SHIFTING", 5).promotion();
        assertThat(note(change, "guard-promote")).isEqualTo("hash-2");
    }

    @Test
    void abortsTheNewestVersionByItsHashAlsoWhileItIsWatched() {
        assertThat(note(guard("SHIFTING", 5).refusal(), "refused-revision")).isEqualTo("hash-2");
        assertThat(note(guard("WATCHED", 100).refusal(), "refused-revision")).isEqualTo("hash-2");
    }

    @Test
    void triesARefusedVersionAgainAndTakesBackThatItWasGivenUp() {
        ObjectNode change = guard("REFUSED", 5).retry(NOW);
        assertThat(note(change, "guard-retry")).isEqualTo("2026-01-01T00:01:00Z");
        assertThat(change.at("/metadata/annotations").has("slipway.dev/refused-revision")).isTrue();
        assertThat(change.at("/metadata/annotations/slipway.dev~1refused-revision").isNull())
                .isTrue();
    }

    @Test
    void saysWhyThereIsNothingToDo() {
        assertThatThrownBy(() -> guard("ACCEPTED", 100).refusal())
                .hasMessage("Deployment api has nothing to abort: revision 2 has all traffic.");
        assertThatThrownBy(() -> guard("REFUSED", 5).promotion())
                .hasMessage("Deployment api has nothing to promote: revision 2 was refused.");
        assertThatThrownBy(() -> guard("SHIFTING", 25).retry(NOW))
                .hasMessage("Deployment api has nothing to try again: revision 2 is at 25 %.");
    }

    @Test
    void aVersionWithoutAReadableMemoryIsNotLedByTheGuard() {
        DeploymentGuard guard =
                new DeploymentGuard(deployment(3, 3), List.of(set(1, "ACCEPTED", 100), plain()));
        assertThatThrownBy(guard::refusal)
                .hasMessage(
                        "Deployment api has nothing to abort: revision 2 is not led by the guard.");
    }

    @Test
    void doesNothingToAVersionThatNobodyHasSeenYet() {
        DeploymentGuard guard =
                new DeploymentGuard(deployment(4, 3), List.of(set(2, "SHIFTING", 5)));
        assertThatThrownBy(guard::refusal).hasMessageContaining("was changed a moment ago");
    }

    private static DeploymentGuard guard(String phase, int share) {
        return new DeploymentGuard(
                deployment(3, 3), List.of(set(2, phase, share), set(1, "ACCEPTED", 100)));
    }

    private static WorkloadTarget deployment(int generation, int seen) {
        ObjectNode tree =
                yaml(
                        """
                        kind: Deployment
                        metadata: {name: api, namespace: default, uid: u, generation: %d}
                        status: {observedGeneration: %d}
                        """
                                .formatted(generation, seen));
        return new WorkloadTarget(Kinds.DEPLOYMENT.raw(), new ObjectKey("default", "api"), tree);
    }

    private static RawResource set(int revision, String phase, int share) {
        RawResource set = plain();
        ObjectNode tree = set.tree();
        ObjectNode metadata = (ObjectNode) tree.path("metadata");
        metadata.putObject("labels").put("pod-template-hash", "hash-" + revision);
        metadata.putObject("annotations")
                .put("deployment.kubernetes.io/revision", Integer.toString(revision))
                .put(
                        "slipway.dev/guard-progress",
                        "{\"phase\":\"%s\",\"share\":%d,\"next\":%d}"
                                .formatted(phase, share, share));
        return RawResource.of(tree);
    }

    private static RawResource plain() {
        return RawResource.of(
                yaml(
                        """
                        metadata:
                          name: api-x
                          labels: {pod-template-hash: hash-2}
                          annotations: {deployment.kubernetes.io/revision: "2",
                            slipway.dev/guard-progress: "not JSON"}
                          ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: api,
                            uid: u, controller: true}]
                        """));
    }

    private static String note(ObjectNode change, String name) {
        return change.at("/metadata/annotations/slipway.dev~1" + name).asText();
    }

    private static ObjectNode yaml(String text) {
        return Yaml.parse(text, "test").getFirst().object();
    }
}
