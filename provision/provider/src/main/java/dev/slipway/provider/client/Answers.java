package dev.slipway.provider.client;

import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.provider.Answer;
import dev.slipway.provider.PrivateData;
import dev.slipway.provider.Provider.Applied;
import dev.slipway.provider.Provider.Imported;
import dev.slipway.provider.Provider.Opened;
import dev.slipway.provider.Provider.Planned;
import dev.slipway.provider.Provider.Renewed;
import dev.slipway.provider.Provider.Resource;
import dev.slipway.provider.ProviderDiagnostic;
import dev.slipway.provider.wire.Diagnosis;
import dev.slipway.provider.wire.DynamicValues;
import dev.slipway.provider.wire.Message;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads responses of calls about one type of resource. Stateless.
final class Answers {
    private Answers() {}

    static List<ProviderDiagnostic> diagnostics(Message message, int field) {
        return Diagnosis.read(message.messages(field));
    }

    static Answer<Value> value(Message message, Type type, int diagnostics) {
        return new Answer<>(
                DynamicValues.read(message.message(1), type), diagnostics(message, diagnostics));
    }

    static Answer<Resource> read(Message message, Type type, @Nullable Type identityType) {
        return new Answer<>(
                new Resource(
                        DynamicValues.read(message.message(1), type),
                        data(message, 3),
                        identity(message.message(5), identityType)),
                diagnostics(message, 2, 4));
    }

    static Answer<Resource> moved(Message message, Type type, @Nullable Type identityType) {
        return new Answer<>(
                new Resource(
                        DynamicValues.read(message.message(1), type),
                        data(message, 3),
                        identity(message.message(4), identityType)),
                diagnostics(message, 2));
    }

    static Answer<Planned> planned(Message message, Type type, @Nullable Type identityType) {
        List<ValuePath> replace = message.messages(2).stream().map(Diagnosis::path).toList();
        return new Answer<>(
                new Planned(
                        DynamicValues.read(message.message(1), type),
                        replace,
                        data(message, 3),
                        identity(message.message(7), identityType),
                        message.flag(5)),
                diagnostics(message, 4, 6));
    }

    static Answer<Applied> applied(Message message, Type type, @Nullable Type identityType) {
        return new Answer<>(
                new Applied(
                        DynamicValues.read(message.message(1), type),
                        data(message, 2),
                        identity(message.message(5), identityType),
                        message.flag(4)),
                diagnostics(message, 3));
    }

    static Answer<List<Imported>> imported(Message message, Types types) {
        List<Imported> imported = new ArrayList<>();
        for (Message each : message.messages(1)) {
            String type = each.text(1);
            imported.add(
                    new Imported(
                            type,
                            DynamicValues.read(each.message(2), types.resource(type)),
                            data(each, 3),
                            identity(each.message(4), types.identity(type))));
        }
        return new Answer<>(List.copyOf(imported), diagnostics(message, 2, 3));
    }

    static Answer<Opened> opened(Message message, Type type) {
        return new Answer<>(
                new Opened(
                        DynamicValues.read(message.message(3), type),
                        data(message, 4),
                        instant(message.message(2))),
                diagnostics(message, 1, 5));
    }

    static Answer<Renewed> renewed(Message message) {
        return new Answer<>(
                new Renewed(data(message, 3), instant(message.message(2))),
                diagnostics(message, 1));
    }

    static Answer<Value> upgradedIdentity(Message message, Type type) {
        Value identity = identity(message.message(1), type);
        return new Answer<>(
                identity == null ? Value.nullOf(type) : identity, diagnostics(message, 2));
    }

    /// A provider may not defer anything, for we do not say that it may; if it does all the same,
    /// it has done nothing, and nobody must take that for success.
    private static List<ProviderDiagnostic> diagnostics(Message message, int field, int deferred) {
        List<ProviderDiagnostic> diagnostics = diagnostics(message, field);
        Message reason = message.message(deferred);
        if (reason == null) {
            return diagnostics;
        }
        List<ProviderDiagnostic> more = new ArrayList<>(diagnostics);
        more.add(
                ProviderDiagnostic.error(
                        "The provider put this off",
                        "It answered that it cannot do this yet (reason "
                                + reason.number(1)
                                + " of the protocol), although it was not allowed to. This is a"
                                + " mistake of the provider.",
                        ValuePath.ROOT));
        return more;
    }

    private static @Nullable Value identity(@Nullable Message message, @Nullable Type type) {
        if (message == null || type == null || !message.has(1)) {
            return null;
        }
        Value value = DynamicValues.read(message.message(1), type);
        return value.isNull() ? null : value;
    }

    private static PrivateData data(Message message, int field) {
        byte[] bytes = message.bytes(field);
        return bytes.length == 0 ? PrivateData.NONE : new PrivateData(bytes);
    }

    private static @Nullable Instant instant(@Nullable Message message) {
        if (message == null) {
            return null;
        }
        try {
            return Instant.ofEpochSecond(message.number(1), message.number(2));
        } catch (DateTimeException | ArithmeticException _) {
            return null;
        }
    }
}
