package dev.slipway.provider.testing;

import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.provider.Provider.Applied;
import dev.slipway.provider.Provider.Imported;
import dev.slipway.provider.Provider.Opened;
import dev.slipway.provider.Provider.Planned;
import dev.slipway.provider.Provider.Renewed;
import dev.slipway.provider.Provider.Resource;
import dev.slipway.provider.ProviderDiagnostic;
import dev.slipway.provider.schema.IdentitySchema;
import dev.slipway.provider.schema.ProviderSchema;
import dev.slipway.provider.wire.DynamicValues;
import dev.slipway.provider.wire.MessageWriter;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes what a provider answers. Immutable.
final class Responses {
    private static final long UNKNOWN_SEVERITY = 7;

    private final ProviderSchema schema;

    Responses(ProviderSchema schema) {
        this.schema = schema;
    }

    Type resource(String type) {
        return Objects.requireNonNull(schema.resource(type), type).block().type();
    }

    @Nullable Type identityType(String resourceType) {
        IdentitySchema identity = schema.identity(resourceType);
        if (identity == null) {
            return null;
        }
        TreeMap<String, Type> types = new TreeMap<>();
        identity.attributes().forEach((name, attribute) -> types.put(name, attribute.type()));
        return Type.object(types);
    }

    MessageWriter resource(String type, Resource resource, List<ProviderDiagnostic> diagnostics) {
        MessageWriter out =
                diagnostics(2, diagnostics)
                        .message(1, DynamicValues.write(resource.value(), resource(type)))
                        .bytes(3, resource.privateData().bytes());
        return identity(out, 5, type, resource.identity());
    }

    MessageWriter moved(String type, Resource resource, List<ProviderDiagnostic> diagnostics) {
        MessageWriter out =
                diagnostics(2, diagnostics)
                        .message(1, DynamicValues.write(resource.value(), resource(type)))
                        .bytes(3, resource.privateData().bytes());
        return identity(out, 4, type, resource.identity());
    }

    MessageWriter planned(String type, Planned planned, List<ProviderDiagnostic> diagnostics) {
        MessageWriter out =
                diagnostics(4, diagnostics)
                        .message(1, DynamicValues.write(planned.planned(), resource(type)))
                        .bytes(3, planned.plannedPrivate().bytes())
                        .flag(5, planned.legacyTypes());
        planned.requiresReplace().forEach(each -> out.message(2, path(each)));
        return identity(out, 7, type, planned.plannedIdentity());
    }

    MessageWriter applied(String type, Applied applied, List<ProviderDiagnostic> diagnostics) {
        MessageWriter out =
                diagnostics(3, diagnostics)
                        .message(1, DynamicValues.write(applied.value(), resource(type)))
                        .bytes(2, applied.privateData().bytes())
                        .flag(4, applied.legacyTypes());
        return identity(out, 5, type, applied.identity());
    }

    MessageWriter imported(List<Imported> imported, List<ProviderDiagnostic> diagnostics) {
        MessageWriter out = diagnostics(2, diagnostics);
        for (Imported each : imported) {
            MessageWriter one =
                    new MessageWriter()
                            .text(1, each.type())
                            .message(2, DynamicValues.write(each.value(), resource(each.type())))
                            .bytes(3, each.privateData().bytes());
            out.message(1, identity(one, 4, each.type(), each.identity()));
        }
        return out;
    }

    MessageWriter opened(Type type, Opened opened, List<ProviderDiagnostic> diagnostics) {
        return instant(diagnostics(1, diagnostics), opened.renewAt())
                .message(3, DynamicValues.write(opened.value(), type))
                .bytes(4, opened.privateData().bytes());
    }

    static MessageWriter renewed(Renewed renewed, List<ProviderDiagnostic> diagnostics) {
        return instant(diagnostics(1, diagnostics), renewed.renewAt())
                .bytes(3, renewed.privateData().bytes());
    }

    private static MessageWriter instant(MessageWriter out, @Nullable Instant instant) {
        return instant == null
                ? out
                : out.message(
                        2,
                        new MessageWriter()
                                .number(1, instant.getEpochSecond())
                                .number(2, instant.getNano()));
    }

    private MessageWriter identity(
            MessageWriter out, int field, String type, @Nullable Value identity) {
        Type identityType = identityType(type);
        return identity == null || identityType == null
                ? out
                : out.message(
                        field,
                        new MessageWriter()
                                .message(1, DynamicValues.write(identity, identityType)));
    }

    static MessageWriter diagnostics(int field, List<ProviderDiagnostic> diagnostics) {
        MessageWriter out = new MessageWriter();
        for (ProviderDiagnostic each : diagnostics) {
            MessageWriter one =
                    new MessageWriter()
                            .number(1, severity(each))
                            .text(2, each.summary())
                            .text(3, each.detail());
            if (!each.path().steps().isEmpty()) {
                one.message(4, path(each.path()));
            }
            out.message(field, one);
        }
        return out;
    }

    private static long severity(ProviderDiagnostic diagnostic) {
        if (diagnostic.summary().equals(TestProvider.ODD_SUMMARY)) {
            return UNKNOWN_SEVERITY;
        }
        return diagnostic.isError() ? 1 : 2;
    }

    static MessageWriter path(ValuePath path) {
        MessageWriter out = new MessageWriter();
        for (ValuePath.Step step : path.steps()) {
            MessageWriter one = new MessageWriter();
            switch (step) {
                case ValuePath.Step.Attribute(String name) -> one.text(1, name);
                case ValuePath.Step.Index(Value.Text(String key)) -> one.text(2, key);
                case ValuePath.Step.Index(Value.Numeric number) ->
                        one.present(3, Objects.requireNonNull(number.number().toLongExact()));
                case ValuePath.Step.Index(Value _) -> {
                    // Elements of sets have no selector.
                }
            }
            out.message(1, one);
        }
        return out;
    }
}
