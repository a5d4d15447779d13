package dev.slipway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// A bad version of a plain Deployment: nothing is configured, and the guard takes it back.
final class DemoGuard implements DemoStep {
    private static final String BAD = "inventory 2";

    private final DemoScene scene;

    DemoGuard(DemoScene scene) {
        this.scene = scene;
    }

    @Override
    public void run(DemoFindings findings) throws InterruptedException {
        DemoNarration narration = scene.narration();
        narration.step(
                "A plain Deployment: release 2 of the inventory fails one reservation in five");
        DemoAnswers answers = scene.load().answersOf(BAD);
        scene.shell()
                .run("rollout", "set-image", "deployment/inventory", "inventory=shop/inventory:v2");
        scene.cluster()
                .follow(
                        () -> scene.cluster().deployment("inventory"),
                        DemoGuard::describe,
                        DemoGuard::isRefused,
                        "the guard did not refuse release 2 of the inventory");
        scene.awaitSilence(BAD);
        narration.say(scene.summary(BAD));
        findings.add("guard: until the bad version got no traffic", answers.span());
        narration.say("The specification still says v2, as Git would; undo takes that back, too.");
        scene.shell().run("rollout", "undo", "deployment/inventory");
        DemoCluster.await(
                () -> isBack(scene.cluster().deployment("inventory")),
                "the inventory did not come back to release 1");
        findings.requireNoneFailedOutside("while the guard took the inventory back");
    }

    private static String describe(ObjectNode deployment) {
        JsonNode judged = DemoCluster.condition(deployment, "Judged");
        return switch (judged.path("reason").asText("")) {
            case "" -> "";
            case "Worse" -> judged.path("message").asText();
            default -> "Judged: " + judged.path("reason").asText();
        };
    }

    private static boolean isRefused(ObjectNode deployment) {
        return DemoCluster.condition(deployment, "Judged")
                .path("reason")
                .asText("")
                .equals("Worse");
    }

    private static boolean isBack(ObjectNode deployment) {
        return DemoCluster.image(deployment).equals("shop/inventory:v1")
                && Readiness.of(deployment) instanceof Readiness.Ready;
    }
}
