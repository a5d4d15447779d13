package dev.slipway.node.process;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How to run an image: the `config` object of the OCI image specification, with its names.
public record ImageConfig(
        @JsonProperty("Entrypoint") List<String> entrypoint,
        @JsonProperty("Cmd") List<String> cmd,
        @JsonProperty("Env") List<String> env,
        @JsonProperty("WorkingDir") @Nullable String workingDir,
        @JsonProperty("ExposedPorts") Map<String, Object> exposedPorts,
        @JsonProperty("Labels") Map<String, String> labels,
        @JsonProperty("StopSignal") @Nullable String stopSignal) {
    /// Set to `host` by an import of a jar: run it with the Java that runs Slipway.
    static final String JAVA_LABEL = "dev.slipway.java";

    public ImageConfig {
        entrypoint = entrypoint == null ? List.of() : List.copyOf(entrypoint);
        cmd = cmd == null ? List.of() : List.copyOf(cmd);
        env = env == null ? List.of() : List.copyOf(env);
        exposedPorts = exposedPorts == null ? Map.of() : Map.copyOf(exposedPorts);
        labels = labels == null ? Map.of() : Map.copyOf(labels);
    }

    /// An image that says nothing: the container must bring its command.
    public static ImageConfig empty() {
        return ofEntrypoint(List.of());
    }

    public static ImageConfig ofEntrypoint(List<String> entrypoint) {
        return new ImageConfig(entrypoint, List.of(), List.of(), null, Map.of(), Map.of(), null);
    }

    public ImageConfig withEnv(List<String> variables) {
        return new ImageConfig(
                entrypoint, cmd, variables, workingDir, exposedPorts, labels, stopSignal);
    }

    public ImageConfig withLabel(String name, String value) {
        Map<String, String> more = new java.util.TreeMap<>(labels);
        more.put(name, value);
        return new ImageConfig(entrypoint, cmd, env, workingDir, exposedPorts, more, stopSignal);
    }
}
