package dev.slipway.provider.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// What a provider writes to its standard error: lines of JSON that are its log, and anything else,
/// of which a panic matters most. The log goes to our own, at `DEBUG` and `TRACE`: what a provider
/// logs is for its developers, what users must know comes as diagnostics. The last lines are kept
/// for the message of a crash. Safe for many threads.
final class ProviderLog {
    private static final Logger LOG = System.getLogger("dev.slipway.provider.log");
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int LAST_LINES = 10;
    private static final int PANIC_LINES = 25;
    private static final int LINE_CHARS_MAX = 4_000;

    private final String provider;

    @GuardedBy("this")
    private final Deque<String> last = new ArrayDeque<>();

    @GuardedBy("this")
    private final List<String> panic = new ArrayList<>();

    ProviderLog(String provider) {
        this.provider = provider;
    }

    void accept(String whole) {
        String line =
                whole.length() > LINE_CHARS_MAX ? whole.substring(0, LINE_CHARS_MAX) + "…" : whole;
        if (line.startsWith("{") && isLogged(whole)) {
            return;
        }
        keep(line);
        if (LOG.isLoggable(Level.DEBUG)) {
            LOG.log(Level.DEBUG, "Provider writes provider=" + provider + " line=" + line);
        }
    }

    /// Whether the line is a log entry that needs no keeping.
    private boolean isLogged(String line) {
        boolean error = line.contains("\"@level\":\"error\"");
        if (!error && !LOG.isLoggable(Level.DEBUG)) {
            return line.contains("\"@level\":");
        }
        try {
            JsonNode entry = MAPPER.readTree(line);
            String level = entry.path("@level").asText("");
            String message = entry.path("@message").asText("");
            LOG.log(
                    level(level),
                    () ->
                            "Provider logs provider="
                                    + provider
                                    + " level="
                                    + level
                                    + " message="
                                    + message);
            if (error) {
                keep(message);
            }
            return !level.isEmpty();
        } catch (JsonProcessingException _) {
            return false;
        }
    }

    private static Level level(String name) {
        return switch (name) {
            case "error", "warn", "info" -> Level.DEBUG;
            default -> Level.TRACE;
        };
    }

    private synchronized void keep(String line) {
        boolean begins = line.startsWith("panic:") || line.startsWith("fatal error:");
        if ((begins || !panic.isEmpty()) && panic.size() < PANIC_LINES) {
            panic.add(line);
        }
        last.addLast(line);
        if (last.size() > LAST_LINES) {
            last.removeFirst();
        }
    }

    /// The beginning of its panic, or else its last lines; may be empty.
    synchronized String lastWords() {
        return String.join("\n", panic.isEmpty() ? last : panic);
    }
}
