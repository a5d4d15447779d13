package dev.slipway.cli;

import static dev.slipway.cli.DemoCluster.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.RawResource;
import java.time.Duration;
import java.util.List;

/// A process of the storefront is killed and comes back; only what it was answering is lost.
final class DemoKill implements DemoStep {
    private static final int ANSWERS_AFTERWARDS = 200;

    private final DemoScene scene;

    DemoKill(DemoScene scene) {
        this.scene = scene;
    }

    @Override
    public void run(DemoFindings findings) throws InterruptedException {
        DemoNarration narration = scene.narration();
        narration.step("A pod is killed: SIGKILL to its process");
        RawResource pod = pods().getFirst();
        int restarts = restarts(pod.tree());
        long processId = scene.processes().find(pod.metadata().storedUid(), "storefront");
        ProcessHandle process =
                ProcessHandle.of(processId)
                        .orElseThrow(() ->
                                new CommandException("Process " + processId + " is not there"));
        narration.command("kill -9 " + processId + "    # pod " + pod.key().name());
        process.destroyForcibly();
        long killed = System.nanoTime();
        int all = pods().size();
        DemoCluster.await(
                () ->
                        pods().stream().anyMatch(other -> isReplacement(other, pod, restarts))
                                && pods().stream().filter(DemoKill::isReady).count() == all,
                "the killed pod was not replaced");
        Duration took = Duration.ofNanos(System.nanoTime() - killed);
        scene.awaitAnswers(ANSWERS_AFTERWARDS);
        long cutOff = findings.cutOff();
        narration.say(
                "replaced and ready after "
                        + DemoNarration.seconds(took)
                        + "; "
                        + cutOff
                        + " requests that it was answering were cut off");
        require(
                cutOff <= DemoLoad.IN_FLIGHT_MAX,
                cutOff
                        + " requests failed after the kill (expected: at most "
                        + DemoLoad.IN_FLIGHT_MAX
                        + ", those under way in that pod)");
        findings.add("kill: cut off with the process", Long.toString(cutOff));
        findings.add("kill: until its pod was ready again", took);
    }

    /// Those of the version that has all the traffic; pods of the one before may still be there.
    private List<RawResource> pods() {
        ObjectNode rollout = scene.cluster().rollout("storefront");
        return scene.cluster()
                .pods("rollouts-pod-template-hash", rollout.at("/status/stableRS").asText());
    }

    private static boolean isReplacement(RawResource pod, RawResource killed, int restartsBefore) {
        return pod.key().equals(killed.key()) && restarts(pod.tree()) > restartsBefore;
    }

    private static boolean isReady(RawResource pod) {
        return Readiness.of(pod.tree()) instanceof Readiness.Ready;
    }

    private static int restarts(ObjectNode pod) {
        return pod.at("/status/containerStatuses/0/restartCount").asInt();
    }
}
