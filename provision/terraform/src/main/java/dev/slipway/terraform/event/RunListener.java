package dev.slipway.terraform.event;

/// Is told what goes on. Called from many threads at once; must return soon.
@FunctionalInterface
public interface RunListener {
    /// Nobody listens.
    RunListener NONE = _ -> {};

    void on(RunEvent event);
}
