package dev.slipway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;

/// Two services and their config as one release: one of the services is bad, and all of it goes
/// back.
final class DemoRelease implements DemoStep {
    private static final String BAD = "storefront 5";

    private final DemoScene scene;
    private final Path manifest;

    DemoRelease(DemoScene scene, Path manifest) {
        this.scene = scene;
        this.manifest = manifest;
    }

    @Override
    public void run(DemoFindings findings) throws InterruptedException {
        DemoNarration narration = scene.narration();
        narration.step(
                "One release of two services and their config: storefront 5 and inventory 3 sell in"
                        + " USD");
        scene.shell()
                .runAs(
                        "slipway apply examples/shop/" + manifest.getFileName(),
                        "apply",
                        manifest.toString());
        scene.cluster()
                .follow(
                        () -> scene.cluster().release("dollars"),
                        this::describe,
                        release -> outcome(release).equals("ABANDONED"),
                        "the release was not abandoned");
        DemoCluster.await(this::isBack, "not all of the release went back");
        scene.awaitSilence(BAD);
        scene.awaitSilence("inventory 3");
        narration.say(scene.summary(BAD));
        narration.say(scene.summary("inventory 3") + "; it went back with the storefront");
        requireOwnConfig();
        narration.say(
                "No customer of an old version was ever asked for USD: each version kept the config"
                        + " it was started with.");
        findings.add(
                "release: until its bad member got no traffic", scene.load().answersOf(BAD).span());
        findings.add("release: images and config as before", "yes");
        findings.requireNoneFailedOutside("while the release went back");
    }

    private String describe(ObjectNode release) {
        JsonNode status = release.path("status");
        if (status.path("members").isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("stage " + status.path("stage").asText());
        for (JsonNode member : status.path("members")) {
            text.append(", ")
                    .append(member.path("name").asText())
                    .append(' ')
                    .append(member.path("weight").asInt())
                    .append(" %");
        }
        String currency = scene.cluster().configMap("shop").at("/data/currency").asText();
        String reason = status.at("/attempt/reason").asText("");
        return text + ", config " + currency + (reason.isEmpty() ? "" : ": " + reason);
    }

    private static String outcome(ObjectNode release) {
        return release.at("/status/attempt/outcome").asText("");
    }

    private boolean isBack() {
        DemoCluster cluster = scene.cluster();
        ObjectNode inventory = cluster.deployment("inventory");
        return cluster.configMap("shop").at("/data/currency").asText().equals("EUR")
                && DemoCluster.isFullyOn(cluster.rollout("storefront"), "shop/storefront:v2")
                && DemoCluster.image(inventory).equals("shop/inventory:v1")
                && Readiness.of(inventory) instanceof Readiness.Ready;
    }

    /// Old and new versions ran side by side, each with its own config.
    private void requireOwnConfig() {
        DemoLoad load = scene.load();
        DemoCluster.require(
                load.answersOf("storefront 2 in USD").all() == 0,
                "the old version sold in the new config's currency");
        DemoCluster.require(
                load.answersOf("storefront 5 in USD").all() > 0,
                "the new version never sold in the new config's currency");
    }
}
