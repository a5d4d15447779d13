package dev.slipway.model.kinds;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Immutable;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Infrastructure that is described in Terraform's language, planned and applied by the server.
public record Stack(ObjectMeta metadata, StackSpec spec, StackStatus status) implements Resource {
    /// The annotation that approves a plan: the name of the StackRun that has it.
    public static final String APPROVE = "slipway.dev/approve";

    /// The annotation that the API writes beside [#APPROVE]: who wrote that.
    public static final String APPROVED_BY = "slipway.dev/approved-by";

    /// The annotation that, when it changes, plans anew.
    public static final String REPLAN = "slipway.dev/replan";

    /// The finalizer of a Stack whose infrastructure is destroyed with it.
    public static final String FINALIZER = "slipway.dev/destroy-stack";

    public Stack {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        requireNonNull(spec, "spec");
        status = status == null ? Json.empty(StackStatus.class) : status;
    }

    /// What is to be there. `approval` is `Manual` (if not said), `WhenNothingIsDestroyed` or
    /// `Automatic`.
    public record StackSpec(
            Source source,
            @Nullable String workspace,
            List<Variable> variables,
            List<String> variableFiles,
            @Nullable String approval,
            @Nullable DriftDetection driftDetection,
            @Nullable Outputs outputs,
            @Nullable Boolean destroyOnDelete,
            @Nullable Boolean paused) {
        public StackSpec {
            requireNonNull(source, "source");
            variables = Immutable.list(variables);
            variableFiles = Immutable.list(variableFiles);
        }

        public boolean isPaused() {
            return Boolean.TRUE.equals(paused);
        }

        public boolean destroysOnDelete() {
            return Boolean.TRUE.equals(destroyOnDelete);
        }
    }

    /// Where the configuration is: a folder of the server's machine, or a Git repository.
    public record Source(@Nullable String folder, @Nullable Git git) {}

    /// A folder of a repository at a branch, tag or commit; looked at once in an `interval` such as
    /// `1m`.
    public record Git(
            String url,
            @Nullable String ref,
            @Nullable String folder,
            @Nullable String interval,
            @Nullable SecretName secretRef) {
        public Git {
            requireNonNull(url, "url");
        }
    }

    /// A Secret of the same namespace.
    public record SecretName(String name) {
        public SecretName {
            requireNonNull(name, "name");
        }
    }

    /// An input variable: a value of any type, or where a text is kept.
    public record Variable(String name, @Nullable JsonNode value, @Nullable ValueFrom valueFrom) {
        public Variable {
            requireNonNull(name, "name");
        }
    }

    /// A key of a Secret or ConfigMap of the same namespace.
    public record ValueFrom(@Nullable KeyRef secretKeyRef, @Nullable KeyRef configMapKeyRef) {}

    public record KeyRef(String name, String key) {
        public KeyRef {
            requireNonNull(name, "name");
            requireNonNull(key, "key");
        }
    }

    /// How often it is compared with what is really there, such as `1h`.
    public record DriftDetection(@Nullable String interval) {}

    /// The names of what the outputs are written to: sensitive ones go to the Secret only.
    public record Outputs(@Nullable String configMap, @Nullable String secret) {}

    /// How it stands. `phase` is `Planning`, `AwaitingApproval`, `Applying`, `Applied`, `Drifted`,
    /// `Failed` or `Destroying`. `input` names what the newest run was made of: the configuration,
    /// the variables and the requests to plan anew.
    public record StackStatus(
            @Nullable String phase,
            @Nullable String message,
            @Nullable Long observedGeneration,
            @Nullable String input,
            @Nullable String revision,
            @Nullable String run,
            int runs,
            @Nullable Applied applied,
            @Nullable Drift drift,
            List<String> outputs,
            List<Condition> conditions) {
        public StackStatus {
            outputs = Immutable.list(outputs);
            conditions = Immutable.list(conditions);
        }
    }

    /// The last run that was applied, and of which input.
    public record Applied(String run, String input, @Nullable String revision, Instant at) {
        public Applied {
            requireNonNull(run, "run");
            requireNonNull(input, "input");
            requireNonNull(at, "at");
        }
    }

    /// What the last comparison found to be different from what was applied.
    public record Drift(Instant checkedAt, int count, List<String> resources) {
        public Drift {
            requireNonNull(checkedAt, "checkedAt");
            resources = Immutable.list(resources);
        }
    }
}
