package dev.slipway.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controller.testing.MemoryCluster;
import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.controller.testing.Simulation;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Kinds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LeaderElectionTest {
    private static final ObjectKey LEASE = new ObjectKey("kube-system", "slipway");

    private final SimulatedTime time = new SimulatedTime();
    private final MemoryCluster cluster = new MemoryCluster(time);
    private final Simulation simulation = new Simulation(time, 1);
    private final List<String> log = new ArrayList<>();

    @Test
    void letsExactlyOneLead() throws Exception {
        LeaderElection first = simulation.add(election("first"));
        LeaderElection second = simulation.add(election("second"));
        simulation.advance(Duration.ofMinutes(5));

        assertThat(first.isLeader()).isNotEqualTo(second.isLeader());
        assertThat(log).hasSize(1);
    }

    @Test
    void handsOverAtOnceWhenTheLeaderCloses() throws Exception {
        LeaderElection first = election("first");
        first.step();
        LeaderElection second = simulation.add(election("second"));
        simulation.advance(Duration.ofSeconds(5));
        first.close();
        simulation.advance(Duration.ofSeconds(2));

        assertThat(log).containsExactly("first started", "first closed", "second started");
        assertThat(
                        cluster.resources(Kinds.LEASE)
                                .find(LEASE)
                                .orElseThrow()
                                .spec()
                                .leaseTransitions())
                .isEqualTo(1);
        second.close();
    }

    @Test
    void takesOverFromADeadLeaderOnlyAfterItsLease() throws Exception {
        LeaderElection dead = election("dead");
        dead.step();
        LeaderElection second = simulation.add(election("second"));
        simulation.advance(Duration.ofSeconds(14));
        assertThat(second.isLeader()).isFalse();
        simulation.advance(Duration.ofSeconds(4));

        assertThat(second.isLeader()).isTrue();
        second.close();
    }

    private LeaderElection election(String identity) {
        return new LeaderElection(
                LEASE,
                identity,
                LeaderElection.Timing.usual(),
                cluster,
                time,
                () -> new Work(identity));
    }

    private final class Work implements Component {
        private final String identity;

        Work(String identity) {
            this.identity = identity;
        }

        @Override
        public void start() {
            note(identity + " started");
        }

        @Override
        public void close() {
            note(identity + " closed");
        }
    }

    private synchronized void note(String event) {
        log.add(event);
    }
}
