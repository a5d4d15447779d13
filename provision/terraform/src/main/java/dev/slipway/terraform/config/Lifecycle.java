package dev.slipway.terraform.config;

import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.value.ValuePath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A `lifecycle` block. `createBeforeDestroy` is absent where nothing is said, `preventDestroy` may
/// be any expression, and `destroy` false means that the object is forgotten instead.
public record Lifecycle(
        @Nullable Boolean createBeforeDestroy,
        @Nullable Expression preventDestroy,
        boolean destroy,
        Ignore ignore,
        List<Expression> replaceTriggeredBy,
        List<Condition> preconditions,
        List<Condition> postconditions) {
    public static final Lifecycle NONE =
            new Lifecycle(
                    null,
                    null,
                    true,
                    new Ignore(false, List.of(), List.of()),
                    List.of(),
                    List.of(),
                    List.of());

    /// What of the configuration is ignored once the object exists.
    public record Ignore(boolean all, List<ValuePath> paths, List<Reference> references) {
        public Ignore {
            paths = List.copyOf(paths);
            references = List.copyOf(references);
        }
    }

    public Lifecycle {
        replaceTriggeredBy = List.copyOf(replaceTriggeredBy);
        preconditions = List.copyOf(preconditions);
        postconditions = List.copyOf(postconditions);
    }
}
