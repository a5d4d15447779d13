package dev.slipway.stack;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A Stack's configuration as it is now: where it lies, a name for its content, and the commit if
/// it comes from Git.
record Checkout(Path folder, String fingerprint, @Nullable String revision) {}
