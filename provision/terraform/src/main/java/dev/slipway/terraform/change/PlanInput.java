package dev.slipway.terraform.change;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.value.Value;
import dev.slipway.provider.Provider;
import dev.slipway.provider.schema.Schema;
import dev.slipway.terraform.config.Lifecycle;
import org.jspecify.annotations.Nullable;

/// What the plan of one instance is made of. `config` carries marks, `prior` is null where there is
/// no object yet, `providerMeta` is null where the module says nothing.
public record PlanInput(
        String type,
        Provider provider,
        Schema schema,
        Value config,
        @Nullable LiveObject prior,
        Value providerMeta,
        Wishes wishes,
        Source source) {
    /// What else is wanted of it.
    public record Wishes(
            Lifecycle.Ignore ignore,
            boolean createBeforeDestroy,
            boolean replaceRequested,
            boolean replaceTriggered) {
        public static final Wishes NONE = new Wishes(Lifecycle.NONE.ignore(), false, false, false);
    }

    public PlanInput {
        requireNonNull(type, "type");
        requireNonNull(provider, "provider");
        requireNonNull(schema, "schema");
        requireNonNull(config, "config");
        requireNonNull(providerMeta, "providerMeta");
        requireNonNull(wishes, "wishes");
        requireNonNull(source, "source");
    }
}
