package dev.slipway.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// A blue-green release: the new version is looked at beside the old one, then all traffic changes
/// at once, and back.
final class DemoSwitch implements DemoStep {
    private static final String OLD = "partners 1";
    private static final String NEW = "partners 2";

    private final DemoScene scene;

    DemoSwitch(DemoScene scene) {
        this.scene = scene;
    }

    @Override
    public void run(DemoFindings findings) throws InterruptedException {
        DemoNarration narration = scene.narration();
        narration.step("Blue-green: partners must never see two versions at the same time");
        scene.shell().run("rollout", "set-image", "partners", "storefront=shop/storefront:v2");
        DemoCluster.await(() -> isWaiting(partners()), "release 2 has no preview");
        DemoCluster.await(
                () -> scene.load().releaseAt("partners-preview.default").equals("2"),
                "the preview is not release 2");
        String active = scene.load().releaseAt("partners.default");
        DemoCluster.require(active.equals("1"), "partners get release " + active);
        narration.say("the preview is release 2; partners get release 1 until somebody promotes");
        promote(findings);
        goBack(findings);
        findings.requireNoneFailedOutside("while partners were switched");
    }

    private void promote(DemoFindings findings) throws InterruptedException {
        DemoAnswers before = scene.load().answersOf(OLD);
        DemoAnswers after = scene.load().answersOf(NEW);
        scene.shell().run("rollout", "promote", "partners");
        DemoCluster.await(
                () -> DemoCluster.isFullyOn(partners(), "shop/storefront:v2"),
                "release 2 was not promoted");
        DemoCluster.await(() -> after.all() > 0, "no partner got release 2");
        scene.awaitSilence(OLD);
        long overlap = Math.max(0, after.untilLastOf(before).toMillis());
        scene.narration()
                .say(
                        "switched: the last answer of release 1 came "
                                + overlap
                                + " ms after the first of release 2");
        findings.add("blue-green: both versions answered for", overlap + " ms");
    }

    private void goBack(DemoFindings findings) throws InterruptedException {
        long began = System.nanoTime();
        scene.shell().run("rollout", "undo", "partners");
        DemoCluster.await(
                () -> DemoCluster.isFullyOn(partners(), "shop/storefront:v1"),
                "the undo did not finish");
        scene.awaitSilence(NEW);
        long last = System.nanoTime() - began - scene.load().answersOf(NEW).silence().toNanos();
        var took = java.time.Duration.ofNanos(Math.max(0, last));
        scene.narration()
                .say(
                        "and back: release 2 answered nobody any more after "
                                + DemoNarration.seconds(took));
        findings.add("blue-green: undo", took);
    }

    private ObjectNode partners() {
        return scene.cluster().rollout("partners");
    }

    private static boolean isWaiting(ObjectNode rollout) {
        return DemoCluster.isObserved(rollout)
                && rollout.at("/status/phase").asText().equals("Paused");
    }
}
