package dev.slipway.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The `Authorization` header of a connection; asks an exec plugin again when its token has
/// expired, and reads a file of a token again now and then. Thread-safe.
final class Credentials {
    private static final int PLUGIN_SECONDS_MAX = 30;

    /// Shorter than the time by which tokens are renewed before they expire.
    private static final Duration FILE_AGE_MAX = Duration.ofMinutes(1);

    private final Kubeconfig.Credential credential;

    @GuardedBy("this")
    private @Nullable String keptToken;

    @GuardedBy("this")
    private Instant keptUntil = Instant.MIN;

    Credentials(Kubeconfig.Credential credential) {
        this.credential = credential;
    }

    @Nullable String authorization() {
        return switch (credential) {
            case Kubeconfig.Credential.None() -> null;
            case Kubeconfig.Credential.Token(String token) -> "Bearer " + token;
            case Kubeconfig.Credential.TokenFile(Path file) -> "Bearer " + fileToken(file);
            case Kubeconfig.Credential.Program(JsonNode exec) -> "Bearer " + pluginToken(exec);
        };
    }

    private synchronized String pluginToken(JsonNode exec) {
        String token = keptToken;
        if (token == null || Instant.now().isAfter(keptUntil)) {
            JsonNode status = Json.parseObject(run(exec)).path("status");
            token = status.path("token").asText("");
            keptToken = token;
            keptUntil =
                    status.hasNonNull("expirationTimestamp")
                            ? OffsetDateTime.parse(status.get("expirationTimestamp").asText())
                                    .toInstant()
                            : Instant.MAX;
        }
        return token;
    }

    private synchronized String fileToken(Path file) {
        String token = keptToken;
        if (token == null || Instant.now().isAfter(keptUntil)) {
            try {
                token = Files.readString(file).strip();
            } catch (IOException e) {
                throw new ApiException(
                        Reason.UNAUTHORIZED, "cannot read the token in " + file + ": " + e);
            }
            keptToken = token;
            keptUntil = Instant.now().plus(FILE_AGE_MAX);
        }
        return token;
    }

    private static byte[] run(JsonNode exec) {
        List<String> command = new ArrayList<>();
        command.add(exec.path("command").asText(""));
        exec.path("args").forEach(argument -> command.add(argument.asText()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        exec.path("env")
                .forEach(variable ->
                        builder.environment()
                                .put(
                                        variable.path("name").asText(),
                                        variable.path("value").asText()));
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            byte[] output = process.getInputStream().readAllBytes();
            if (!process.waitFor(PLUGIN_SECONDS_MAX, TimeUnit.SECONDS)
                    || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new ApiException(Reason.UNAUTHORIZED, "credential plugin failed: " + command);
            }
            return output;
        } catch (IOException e) {
            throw new ApiException(
                    Reason.UNAUTHORIZED, "credential plugin cannot run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException(Reason.UNAVAILABLE, "interrupted in a credential plugin");
        }
    }
}
