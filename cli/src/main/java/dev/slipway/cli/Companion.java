package dev.slipway.cli;

/// Another process whose end is waited for, even when it is killed and can tell nobody.
final class Companion {
    private final ProcessHandle process;

    private Companion(ProcessHandle process) {
        this.process = process;
    }

    static Companion of(long processId) {
        return new Companion(
                ProcessHandle.of(processId)
                        .orElseThrow(
                                () -> new CommandException("No process " + processId + " runs.")));
    }

    void whenGone(Runnable action) {
        Thread.ofPlatform()
                .name("companion")
                .daemon()
                .start(() -> {
                    process.onExit().join();
                    action.run();
                });
    }
}
