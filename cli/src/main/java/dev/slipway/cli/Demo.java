package dev.slipway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.ApiConnection;
import dev.slipway.client.ApiConnection.Call;
import dev.slipway.client.ListQuery;
import dev.slipway.client.RemoteCluster;
import dev.slipway.client.ResourcePaths;
import dev.slipway.model.Kind;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.RawResource;
import dev.slipway.model.kinds.Kinds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// The demo's steps against a running server with the shop deployed: each does one thing a team
/// does, waits for what must come of it, and fails if it does not.
final class Demo {
    private static final ObjectKey STOREFRONT = new ObjectKey("default", "storefront");
    private static final Duration STEP_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration CALM = Duration.ofSeconds(4);
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final long POLL_MILLIS = 50;

    private final ApiConnection api;
    private final Kind<RawResource> rolloutKind;
    private final DemoLoad load;
    private final DemoNarration narration;
    private final PodProcesses processes;

    Demo(ApiConnection api, DemoLoad load, PodProcesses processes, DemoNarration narration) {
        this.api = api;
        this.rolloutKind = Discovery.of(api).named("rollouts.argoproj.io");
        this.load = load;
        this.processes = processes;
        this.narration = narration;
    }

    /// What the steps measured.
    record Outcome(
            long failedOutside,
            Duration detection,
            Duration untilNoTraffic,
            long failedInKill,
            int podsReplaced) {}

    Outcome run() throws InterruptedException {
        narration.step("Steady traffic: " + DemoLoad.REQUESTS_PER_SECOND + " requests a second");
        Thread.sleep(CALM);
        require(load.failed() == 0, "requests failed before anything was released: " + failures());
        narration.say(load.sent() + " requests, none failed");

        releaseGoodVersion();
        BadRelease bad = releaseBadVersion();
        long failedBeforeKill = failedOutside();
        require(
                failedBeforeKill == 0,
                failedBeforeKill
                        + " requests failed that the bad version never saw: "
                        + failures());
        killPod();
        Thread.sleep(QUIET);
        long failedInKill = failedOutside() - failedBeforeKill;
        return new Outcome(
                failedBeforeKill, bad.detection(), bad.untilNoTraffic(), failedInKill, 1);
    }

    private void releaseGoodVersion() throws InterruptedException {
        narration.step("Release 2, a good version: kubectl-style change of one image");
        setImage("shop/storefront:v2");
        follow(rollout -> isFullyOn(rollout, "shop/storefront:v2"), "release 2 was not promoted");
        require(load.failed() == 0, "requests failed during a good release: " + failures());
        narration.say("promoted to 100 %; " + load.sent() + " requests so far, none failed");
    }

    /// When the bad version was caught, and when it was off.
    private record BadRelease(Duration detection, Duration untilNoTraffic) {}

    private BadRelease releaseBadVersion() throws InterruptedException {
        narration.step("Release 3, a bad version: it fails for one customer in twenty");
        setImage("shop/storefront:v3");
        follow(
                rollout -> rollout.path("status").path("abort").asBoolean(),
                "release 3 was not aborted");
        DemoLoad.Answers answers = load.answersOf("3");
        Duration detection = Duration.ofNanos(System.nanoTime() - answers.firstNanos);
        narration.say("caught: " + rollout().path("status").path("message").asText(""));
        await(
                () -> System.nanoTime() - answers.lastNanos > QUIET.toNanos(),
                "release 3 still gets traffic");
        Duration untilNoTraffic = Duration.ofNanos(answers.lastNanos - answers.firstNanos);
        narration.say(
                "release 3 answered "
                        + answers.all.sum()
                        + " requests in "
                        + DemoNarration.seconds(untilNoTraffic)
                        + ", "
                        + answers.failed.sum()
                        + " of them failed; all traffic is on release 2 again");
        narration.say("undo: the specification says release 2 again");
        setImage("shop/storefront:v2");
        follow(rollout -> isFullyOn(rollout, "shop/storefront:v2"), "the undo did not finish");
        return new BadRelease(detection, untilNoTraffic);
    }

    private void killPod() throws InterruptedException {
        narration.step("A pod is killed: SIGKILL to its process");
        RawResource pod = pods().getFirst();
        int restarts = restarts(pod.tree());
        long processId = processes.find(pod.metadata().storedUid(), "storefront");
        ProcessHandle process =
                ProcessHandle.of(processId)
                        .orElseThrow(() ->
                                new CommandException("Process " + processId + " is not there"));
        narration.say("pod " + pod.key().name() + ", process " + processId);
        process.destroyForcibly();
        long killed = System.nanoTime();
        await(
                () ->
                        pods().stream().anyMatch(other -> isReplacement(other, pod, restarts))
                                && pods().stream().filter(Demo::isReady).count() == 3,
                "the killed pod was not replaced");
        narration.say(
                "replaced and ready after "
                        + DemoNarration.seconds(Duration.ofNanos(System.nanoTime() - killed)));
    }

    private static boolean isReplacement(RawResource pod, RawResource killed, int restartsBefore) {
        return pod.key().equals(killed.key()) && restarts(pod.tree()) > restartsBefore;
    }

    /// Tells of every change of weight and phase until `done` holds.
    private void follow(Predicate<ObjectNode> done, String otherwise) throws InterruptedException {
        long deadline = System.nanoTime() + STEP_TIMEOUT.toNanos();
        String told = "";
        while (true) {
            ObjectNode rollout = rollout();
            String now = describe(rollout);
            if (!now.isEmpty() && !now.equals(told)) {
                narration.say(now);
                told = now;
            }
            if (done.test(rollout)) {
                return;
            }
            require(
                    System.nanoTime() < deadline,
                    otherwise + " in " + STEP_TIMEOUT.toSeconds() + " s");
            Thread.sleep(POLL_MILLIS);
        }
    }

    /// How far a release has come; the same text as long as nothing a person cares about changes.
    private static String describe(ObjectNode rollout) {
        JsonNode status = rollout.path("status");
        if (status.path("abort").asBoolean()) {
            return "the guard takes the new version back";
        }
        boolean updating =
                !status.path("stableRS").asText().equals(status.path("currentPodHash").asText());
        long weight = status.at("/canary/weights/canary/weight").asLong();
        if (!updating || !isObserved(rollout)) {
            return "";
        }
        return weight == 0
                ? "pods of the new version start"
                : "the new version gets " + weight + " % of the requests";
    }

    private static boolean isObserved(ObjectNode rollout) {
        return rollout.at("/status/observedGeneration").asLong()
                >= rollout.at("/metadata/generation").asLong();
    }

    private static boolean isFullyOn(ObjectNode rollout, String image) {
        JsonNode status = rollout.path("status");
        return isObserved(rollout)
                && rollout.at("/spec/template/spec/containers/0/image").asText().equals(image)
                && status.path("phase").asText().equals("Healthy")
                && status.path("stableRS")
                        .asText("-")
                        .equals(status.path("currentPodHash").asText());
    }

    private void setImage(String image) {
        var operations = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.arrayNode();
        operations
                .addObject()
                .put("op", "replace")
                .put("path", "/spec/template/spec/containers/0/image")
                .put("value", image);
        api.send(
                Call.patch(
                        ResourcePaths.object(rolloutKind, STOREFRONT),
                        "application/json-patch+json",
                        operations));
    }

    private ObjectNode rollout() {
        return api.send(Call.get(ResourcePaths.object(rolloutKind, STOREFRONT))).json();
    }

    /// The pods of the version that has all the traffic; those of the one before may still be
    /// there.
    private List<RawResource> pods() {
        String hash = rollout().at("/status/stableRS").asText();
        ListQuery query =
                ListQuery.inNamespace("default")
                        .withLabels(
                                LabelSelector.ofLabels(Map.of("rollouts-pod-template-hash", hash)));
        return new RemoteCluster(api)
                .resources(Kinds.POD.raw()).list(query).items().stream()
                        .filter(pod -> !pod.metadata().isBeingDeleted())
                        .toList();
    }

    private static boolean isReady(RawResource pod) {
        return Readiness.of(pod.tree()) instanceof Readiness.Ready;
    }

    private static int restarts(ObjectNode pod) {
        return pod.at("/status/containerStatuses/0/restartCount").asInt();
    }

    private long failedOutside() {
        return load.failed() - load.answersOf("3").failed.sum();
    }

    private Map<String, Long> failures() {
        return load.failures();
    }

    private static void await(BooleanSupplier condition, String otherwise)
            throws InterruptedException {
        long deadline = System.nanoTime() + STEP_TIMEOUT.toNanos();
        while (!condition.getAsBoolean()) {
            require(
                    System.nanoTime() < deadline,
                    otherwise + " in " + STEP_TIMEOUT.toSeconds() + " s");
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new CommandException(otherwise);
        }
    }
}
