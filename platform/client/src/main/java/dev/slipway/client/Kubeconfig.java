package dev.slipway.client;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Where an API server is and how to sign in: one context of a kubeconfig file. Certificates and
/// keys are PEM text.
public record Kubeconfig(
        URI server,
        String namespace,
        @Nullable String authorityPem,
        @Nullable String certificatePem,
        @Nullable String keyPem,
        Credential credential) {

    /// What goes into the `Authorization` header, besides or instead of a client certificate.
    public sealed interface Credential {
        record None() implements Credential {}

        record Token(String token) implements Credential {}

        /// A token that somebody renews in a file, as Kubernetes does for its pods.
        record TokenFile(Path file) implements Credential {}

        /// A program that prints an `ExecCredential` object; its token is used.
        record Program(JsonNode exec) implements Credential {}
    }

    public Kubeconfig {
        requireNonNull(server, "server");
        requireNonNull(namespace, "namespace");
        requireNonNull(credential, "credential");
    }

    /// Reads the current context, or the one named. Throws [ApiException] (`BAD_REQUEST`) that
    /// names the file and what is missing in it.
    public static Kubeconfig load(Path file, @Nullable String context) {
        try {
            Object yaml =
                    new Load(LoadSettings.builder().setLabel(file.toString()).build())
                            .loadFromString(Files.readString(file));
            return new Reader(file, Json.tree(yaml == null ? Json.object() : yaml)).read(context);
        } catch (YamlEngineException | IllegalArgumentException e) {
            throw ApiException.badRequest(file + " is not a kubeconfig: " + e.getMessage());
        } catch (IOException e) {
            throw ApiException.badRequest("cannot read kubeconfig " + file + ": " + e);
        }
    }

    /// Reads the parts of one file.
    private record Reader(Path file, JsonNode config) {
        Kubeconfig read(@Nullable String wanted) throws IOException {
            String context = wanted != null ? wanted : config.path("current-context").asText("");
            JsonNode chosen = named("contexts", context).path("context");
            JsonNode cluster = named("clusters", chosen.path("cluster").asText("")).path("cluster");
            JsonNode user = named("users", chosen.path("user").asText("")).path("user");
            return new Kubeconfig(
                    URI.create(cluster.path("server").asText("")),
                    chosen.path("namespace").asText("default"),
                    pem(cluster, "certificate-authority"),
                    pem(user, "client-certificate"),
                    pem(user, "client-key"),
                    credential(user));
        }

        private JsonNode named(String list, String name) {
            for (JsonNode entry : config.path(list)) {
                if (entry.path("name").asText().equals(name)) {
                    return entry;
                }
            }
            throw ApiException.badRequest(
                    file + ": no entry named \"" + name + "\" in `" + list + "`");
        }

        private @Nullable String pem(JsonNode owner, String field) throws IOException {
            if (owner.hasNonNull(field + "-data")) {
                byte[] bytes = Base64.getMimeDecoder().decode(owner.get(field + "-data").asText());
                return new String(bytes, StandardCharsets.US_ASCII);
            }
            return owner.hasNonNull(field)
                    ? Files.readString(file.resolveSibling(owner.get(field).asText()))
                    : null;
        }

        private Credential credential(JsonNode user) {
            if (user.hasNonNull("token")) {
                return new Credential.Token(user.get("token").asText());
            }
            if (user.hasNonNull("tokenFile")) {
                return new Credential.TokenFile(
                        file.resolveSibling(user.get("tokenFile").asText()));
            }
            return user.hasNonNull("exec")
                    ? new Credential.Program(user.get("exec"))
                    : new Credential.None();
        }
    }
}
