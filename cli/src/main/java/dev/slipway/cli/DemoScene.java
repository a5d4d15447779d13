package dev.slipway.cli;

import java.time.Duration;

/// What the steps of the demo act with.
record DemoScene(
        DemoCluster cluster,
        DemoLoad load,
        DemoShell shell,
        PodProcesses processes,
        DemoNarration narration) {
    private static final Duration SILENCE = Duration.ofSeconds(2);

    /// Waits until a version has not answered for a while.
    void awaitSilence(String version) throws InterruptedException {
        DemoCluster.await(
                () -> load.answersOf(version).silence().compareTo(SILENCE) > 0,
                version + " still gets traffic");
    }

    /// Waits until customers have got so many more answers.
    void awaitAnswers(int count) throws InterruptedException {
        long goal = load.answered() + count;
        DemoCluster.await(() -> load.answered() >= goal, count + " requests were not answered");
    }

    /// What a version did, in a sentence.
    String summary(String version) {
        DemoAnswers answers = load.answersOf(version);
        return "%s answered %d requests in %s, %d of them failed"
                .formatted(
                        version,
                        answers.all(),
                        DemoNarration.seconds(answers.span()),
                        answers.failed());
    }
}
