package dev.slipway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// A Rollout in steps, with an analysis: a good version goes through; one that fails is caught by
/// the guard; one that answers everything, at the wrong price, by the analysis.
final class DemoCanary implements DemoStep {
    private static final String GOOD = "shop/storefront:v2";

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
        scene.cluster()
                .follow(
                        this::storefront,
                        DemoCanary::describe,
                        rollout -> isAborted(rollout) || DemoCluster.isFullyOn(rollout, GOOD),
                        "release 2 of the storefront was not promoted");
        DemoCluster.require(
                !isAborted(storefront()),
                "A good version was taken back: "
                        + storefront().at("/status/message").asText()
                        + ", after "
                        + scene.summary("storefront 2"));
        findings.requireNoneFailedOutside("during a good release");
        scene.narration()
                .say(
                        "promoted to 100 %; "
                                + scene.load().sent()
                                + " requests so far, none failed but those of the bad inventory");
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
        undo();
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
        undo();
        findings.requireNoneFailedOutside("while release 4 was taken back");
    }

    private void followBack(String otherwise) throws InterruptedException {
        scene.cluster()
                .follow(this::storefront, DemoCanary::describe, DemoCanary::isAborted, otherwise);
    }

    private void undo() throws InterruptedException {
        scene.shell().run("rollout", "undo", "storefront");
        DemoCluster.await(
                () -> DemoCluster.isFullyOn(storefront(), GOOD), "the undo did not finish");
    }

    private ObjectNode storefront() {
        return scene.cluster().rollout("storefront");
    }

    private static boolean isAborted(ObjectNode rollout) {
        return rollout.at("/status/abort").asBoolean();
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
