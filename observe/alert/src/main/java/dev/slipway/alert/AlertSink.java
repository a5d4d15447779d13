package dev.slipway.alert;

import java.util.List;

/// Where alerts go: implemented by the dispatcher, used by rules and checks. Thread-safe.
@FunctionalInterface
public interface AlertSink {
    /// Takes what is valid and says what is wrong with the rest, one text for each alert refused.
    List<String> put(List<ReceivedAlert> alerts);
}
