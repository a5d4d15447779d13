package dev.slipway.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.client.DeleteOptions;
import dev.slipway.client.DeleteOptions.Propagation;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.ReplicaSet;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class GarbageTest {
    private final World world = new World();

    @BeforeEach
    void deploy() throws Exception {
        world.deploy("web", "{}");
        world.awaitComplete("web");
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void deletesDependentsAfterTheirOwnerInTheBackground() throws Exception {
        delete(Propagation.BACKGROUND);
        assertThat(world.exists(Kinds.DEPLOYMENT, "web")).isFalse();
        world.advance(Duration.ofMinutes(1));

        assertThat(world.sets()).isEmpty();
        assertThat(world.pods("web")).isEmpty();
    }

    @Test
    void deletesDependentsBeforeTheirOwnerInTheForeground() throws Exception {
        world.always(() -> {
            boolean below = !world.sets().isEmpty();
            assertThat(below && !world.exists(Kinds.DEPLOYMENT, "web")).isFalse();
            boolean pods = !world.pods("web").isEmpty();
            assertThat(pods && world.sets().isEmpty()).isFalse();
        });
        delete(Propagation.FOREGROUND);
        assertThat(world.exists(Kinds.DEPLOYMENT, "web")).isTrue();
        world.advance(Duration.ofMinutes(1));

        assertThat(world.exists(Kinds.DEPLOYMENT, "web")).isFalse();
        assertThat(world.pods("web")).isEmpty();
    }

    @Test
    void leavesDependentsBehindAsOrphansAndLetsThemBeAdopted() throws Exception {
        delete(Propagation.ORPHAN);
        world.advance(Duration.ofMinutes(1));
        assertThat(world.exists(Kinds.DEPLOYMENT, "web")).isFalse();
        ReplicaSet set = world.sets().getFirst();
        assertThat(set.metadata().ownerReferences()).isEmpty();
        assertThat(world.activePods("web")).hasSize(3);

        world.deploy("web", "{}");
        world.awaitComplete("web");
        assertThat(world.sets()).hasSize(1);
        assertThat(world.get(Kinds.REPLICA_SET, set.key().name()).metadata().controller())
                .isNotNull();
    }

    @Test
    void deletesWhatNamesAnOwnerThatIsNotThere() throws Exception {
        world.create(
                """
                {apiVersion: v1, kind: ConfigMap, metadata: {name: lost, namespace: default,
                 ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web,
                  uid: another}]}}
                """);
        world.settle();

        assertThat(world.exists(Kinds.CONFIG_MAP, "lost")).isFalse();
    }

    @Test
    void keepsWhatStillHasAnotherOwner() throws Exception {
        String uid = world.deployment("web").metadata().storedUid();
        world.create(
                """
                {apiVersion: v1, kind: ConfigMap, metadata: {name: shared, namespace: default,
                 ownerReferences: [
                  {apiVersion: apps/v1, kind: Deployment, name: gone, uid: another},
                  {apiVersion: apps/v1, kind: Deployment, name: web, uid: %s}]}}
                """
                        .formatted(uid));
        world.settle();

        assertThat(world.get(Kinds.CONFIG_MAP, "shared").metadata().ownerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.uid()).isEqualTo(uid));
    }

    @Test
    void leavesAloneWhatBelongsToAKindItDoesNotKnow() throws Exception {
        world.create(
                """
                {apiVersion: v1, kind: ConfigMap, metadata: {name: foreign, namespace: default,
                 ownerReferences: [{apiVersion: example.com/v1, kind: Thing, name: t, uid: t}]}}
                """);
        world.settle();

        assertThat(world.exists(Kinds.CONFIG_MAP, "foreign")).isTrue();
    }

    private void delete(Propagation propagation) {
        world.resources(Kinds.DEPLOYMENT)
                .delete(
                        World.key(Kinds.DEPLOYMENT, "web"),
                        new DeleteOptions(null, null, propagation));
    }
}
