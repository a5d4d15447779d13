package dev.slipway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// A Rollout in steps, with an analysis: a good version goes through; one that fails is caught by
/// the guard; one that answers everything, at the wrong price, by the analysis.
final class DemoCanary implements DemoStep {
    private static final String GOOD = "shop/storefront:v2";
    private static final String GOOD_VERSION = "storefront 2";
    private static final int GOOD_ANSWERS = 200;
    private static final int MISTAKES_MAX = 2;

    private final DemoScene scene;

    DemoCanary(DemoScene scene) {
        this.scene = scene;
    }

    @Override
    public void run(DemoFindings findings) throws InterruptedException {
        releaseGoodVersion(findings);
        releaseFailingVersion(findings);
        releaseCheapVersion(findings);
    }

    private void releaseGoodVersion(DemoFindings findings) throws InterruptedException {
        scene.narration().step("A Rollout with an analysis: release 2 of the storefront is good");
        scene.shell().run("rollout", "set-image", "storefront", "storefront=" + GOOD);
        int takenBack = 0;
        while (!reachesHalf()) {
            takenBack++;
            DemoCluster.require(
                    takenBack <= MISTAKES_MAX,
                    "A good version was taken back %d times; %s"
                            .formatted(takenBack, scene.summary(GOOD_VERSION)));
            scene.narration().say("That was wrong, as one time in a hundred may be; once more:");
            scene.shell().run("rollout", "retry", "storefront");
        }
        findings.add("canary: good version taken back by mistake", Integer.toString(takenBack));
        scene.narration().say(scene.summary(GOOD_VERSION) + ": that will do");
        scene.shell().run("rollout", "promote", "storefront");
        DemoCluster.await(
                () -> DemoCluster.isFullyOn(storefront(), GOOD),
                "release 2 of the storefront was not promoted");
        findings.requireNoneFailedOutside("during a good release");
        scene.narration()
                .say(
                        "promoted to 100 %; "
                                + scene.load().sent()
                                + " requests so far, none failed but those of the bad inventory");
    }

    /// Whether the good version serves half of the customers, and has for a while; false if it was
    /// taken back.
    private boolean reachesHalf() throws InterruptedException {
        DemoCluster.await(() -> !isAborted(storefront()), "the storefront was not tried again");
        scene.cluster()
                .follow(
                        this::storefront,
                        DemoCanary::describe,
                        rollout ->
                                isAborted(rollout)
                                        || (isPaused(rollout)
                                                && scene.load().answersOf(GOOD_VERSION).all()
                                                        >= GOOD_ANSWERS),
                        "release 2 of the storefront did not come to its last step");
        return !isAborted(storefront());
    }

    private void releaseFailingVersion(DemoFindings findings) throws InterruptedException {
        scene.narration().step("Release 3 of the storefront fails for one customer in twenty");
        scene.shell().run("rollout", "set-image", "storefront", "storefront=shop/storefront:v3");
        followBack("release 3 of the storefront was not aborted");
        scene.awaitSilence("storefront 3");
        scene.narration().say(scene.summary("storefront 3"));
        findings.add(
                "canary: until the bad version got no traffic",
                scene.load().answersOf("storefront 3").span());
        goBack();
        findings.requireNoneFailedOutside("while release 3 was taken back");
    }

    private void releaseCheapVersion(DemoFindings findings) throws InterruptedException {
        scene.narration()
                .step("Release 4 fails nobody, but sells at a tenth of the price: the analysis");
        scene.shell().run("rollout", "set-image", "storefront", "storefront=shop/storefront:v4");
        followBack("release 4 of the storefront was not aborted");
        String why = storefront().at("/status/message").asText();
        DemoCluster.require(
                why.contains("average-price"),
                "Release 4 was to be aborted for its average-price, but: " + why);
        scene.awaitSilence("storefront 4");
        scene.narration().say(scene.summary("storefront 4"));
        findings.add(
                "analysis: until the cheap version got no traffic",
                scene.load().answersOf("storefront 4").span());
        goBack();
        findings.requireNoneFailedOutside("while release 4 was taken back");
    }

    private void followBack(String otherwise) throws InterruptedException {
        scene.cluster()
                .follow(this::storefront, DemoCanary::describe, DemoCanary::isAborted, otherwise);
    }

    /// By the image, as Git would: `rollout undo` also brings back the very config that the version
    /// was started with, and keeps it until the manifest is applied again.
    private void goBack() throws InterruptedException {
        scene.narration().say("The specification says release 2 again:");
        scene.shell().run("rollout", "set-image", "storefront", "storefront=" + GOOD);
        DemoCluster.await(
                () -> DemoCluster.isFullyOn(storefront(), GOOD),
                "the storefront did not come back to release 2");
    }

    private ObjectNode storefront() {
        return scene.cluster().rollout("storefront");
    }

    private static boolean isAborted(ObjectNode rollout) {
        return rollout.at("/status/abort").asBoolean();
    }

    private static boolean isPaused(ObjectNode rollout) {
        return rollout.at("/status/phase").asText().equals("Paused");
    }

    /// How far a release has come; the same text as long as nothing a person cares about changes.
    private static String describe(ObjectNode rollout) {
        JsonNode status = rollout.path("status");
        if (isAborted(rollout)) {
            return status.path("message").asText();
        }
        boolean updating =
                !status.path("stableRS").asText().equals(status.path("currentPodHash").asText());
        if (!updating || !DemoCluster.isObserved(rollout)) {
            return "";
        }
        long weight = status.at("/canary/weights/canary/weight").asLong();
        if (weight == 0) {
            return "pods of the new version start";
        }
        String analysis = status.at("/canary/currentStepAnalysisRunStatus/status").asText("");
        return "the new version gets "
                + weight
                + " % of the requests"
                + (analysis.isEmpty() ? "" : "; analysis: " + analysis);
    }
}
