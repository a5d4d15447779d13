package dev.slipway.cli;

import java.nio.file.Path;
import java.util.List;

/// The demo's steps against a running server with the shop deployed: each does one thing a team
/// does, waits for what must come of it, and fails if it does not.
final class Demo {
    /// Enough for every process to have warmed up a little before figures count.
    private static final int ANSWERS_FIRST = 400;

    private final DemoScene scene;
    private final List<DemoStep> steps;

    Demo(DemoScene scene, Path shop) {
        this.scene = scene;
        this.steps =
                List.of(
                        new DemoGuard(scene),
                        new DemoCanary(scene),
                        new DemoSwitch(scene),
                        new DemoRelease(scene, shop.resolve("dollars.yaml")),
                        new DemoKill(scene));
    }

    DemoFindings run() throws InterruptedException {
        DemoFindings findings = new DemoFindings(scene.load());
        scene.narration()
                .step("Steady traffic: " + DemoLoad.REQUESTS_PER_SECOND + " requests a second");
        scene.awaitAnswers(ANSWERS_FIRST);
        findings.requireNoneFailedOutside("before anything was released");
        scene.narration().say(scene.load().sent() + " requests, none failed");
        for (DemoStep step : steps) {
            step.run(findings);
        }
        scene.load().finish();
        findings.requireNoneFailedOutside("at the end");
        return findings;
    }
}
