package dev.slipway.install;

/// Told of what an installation does. Called from many threads.
@FunctionalInterface
public interface InstallListener {
    InstallListener NONE = (_, _) -> {};

    /// What a line is about.
    enum Kind {
        MODULE,
        PROVIDER,
        WARNING
    }

    /// A line for people.
    void on(Kind kind, String line);
}
