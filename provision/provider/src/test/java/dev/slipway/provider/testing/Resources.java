package dev.slipway.provider.testing;

import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.Answer;
import dev.slipway.provider.PrivateData;
import dev.slipway.provider.Provider.Applied;
import dev.slipway.provider.Provider.ApplyRequest;
import dev.slipway.provider.Provider.PlanRequest;
import dev.slipway.provider.Provider.Planned;
import dev.slipway.provider.Provider.Resource;
import dev.slipway.provider.ProviderDiagnostic;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Plans, makes and reads the resources of [TestProvider]. Safe for many threads.
final class Resources {
    private static final Set<String> REPLACING = Set.of("name", "zone");
    private static final String NOTE = "note";
    private static final String FINGERPRINT = "fingerprint";

    private final TestProvider provider;

    Resources(TestProvider provider) {
        this.provider = provider;
    }

    Answer<Resource> read(String type, Resource kept) {
        Fault fault = Fault.of(kept.value());
        Type wanted = provider.type(type);
        provider.exitIf(fault == Fault.EXIT_ON_READ);
        String id = Values.text(Things.at(kept.value(), "id"));
        provider.objects().record("read " + type + " " + id);
        Value found = fault == Fault.GONE ? null : provider.objects().find(type, id, wanted);
        if (found == null) {
            return Answer.of(new Resource(Value.nullOf(wanted), PrivateData.NONE, null));
        }
        if (fault == Fault.DRIFT) {
            found =
                    with(
                            found,
                            "size",
                            Value.of(Values.number(Things.at(found, "size")).add(BigFloat.of(1))));
            provider.objects().put(type, found);
        }
        return new Answer<>(
                new Resource(found, kept.privateData(), identity(type, found)), warning(fault));
    }

    Answer<Planned> plan(String type, PlanRequest request) {
        Fault fault = Fault.of(request.config());
        provider.exitIf(fault == Fault.EXIT_ON_PLAN);
        if (fault == Fault.HANG_ON_PLAN) {
            provider.awaitStop();
            return new Answer<>(
                    planned(type, request.prior(), List.of()), List.of(error("Planning stopped")));
        }
        Value proposed = request.proposed();
        if (proposed.isNull()) {
            return new Answer<>(planned(type, proposed, List.of()), warning(fault));
        }
        Value planned = computed(type, request.prior(), proposed);
        if (fault == Fault.INCONSISTENT_PLAN) {
            planned = with(planned, NOTE, Value.of("not what was asked for"));
        }
        return new Answer<>(
                planned(type, planned, replacing(request.prior(), planned)), warning(fault));
    }

    private Planned planned(String type, Value value, List<ValuePath> replace) {
        return new Planned(
                value,
                replace,
                new PrivateData("planned".getBytes(StandardCharsets.UTF_8)),
                identity(type, value),
                type.equals(TestSchema.ITEM));
    }

    private static Value computed(String type, Value prior, Value proposed) {
        Map<String, Value> planned = new TreeMap<>(Values.entries(proposed));
        boolean create = prior.isNull();
        Value unknown = Value.unknown(Type.Primitive.STRING);
        planned.put("id", create ? unknown : Things.at(prior, "id"));
        if (!type.equals(TestSchema.THING)) {
            return Values.object(planned);
        }
        planned.put("password", Value.nullOf(Type.Primitive.STRING));
        if (Things.at(proposed, "size").isNull()) {
            planned.put("size", Value.of(1));
        }
        planned.put(FINGERPRINT, create ? unknown : Things.at(prior, FINGERPRINT));
        if (!create && !Values.object(planned).equals(prior)) {
            planned.put(FINGERPRINT, unknown);
        }
        return Values.object(planned);
    }

    private static List<ValuePath> replacing(Value prior, Value planned) {
        if (prior.isNull()) {
            return List.of();
        }
        List<ValuePath> paths = new ArrayList<>();
        Values.entries(planned)
                .forEach((name, value) -> {
                    if (REPLACING.contains(name)
                            && !value.equals(Values.entries(prior).get(name))) {
                        paths.add(ValuePath.ROOT.attribute(name));
                    }
                });
        return paths;
    }

    Answer<Applied> apply(String type, ApplyRequest request) {
        Fault fault = Fault.of(request.config().isNull() ? request.prior() : request.config());
        provider.exitIf(fault == Fault.EXIT_ON_APPLY);
        if (fault == Fault.HANG_ON_APPLY) {
            provider.awaitStop();
            return failed(request, "Applying stopped");
        }
        if (request.planned().isNull()) {
            return destroy(type, request, fault);
        }
        if (fault == Fault.FAIL_APPLY) {
            return failed(request, "Applying failed");
        }
        Value made = made(type, request);
        if (fault == Fault.FAIL_HALF_WAY) {
            made = with(made, NOTE, Value.nullOf(Type.Primitive.STRING));
        }
        provider.objects().put(type, made);
        provider.objects()
                .record((request.prior().isNull() ? "create " : "update ") + name(type, made));
        return switch (fault) {
            case FAIL_HALF_WAY ->
                    new Answer<>(applied(type, made), List.of(error("Applying failed half-way")));
            case INCONSISTENT_APPLY ->
                    Answer.of(applied(type, with(made, NOTE, Value.of("not what was planned"))));
            case UNKNOWN_AFTER_APPLY ->
                    Answer.of(
                            applied(
                                    type,
                                    with(made, FINGERPRINT, Value.unknown(Type.Primitive.STRING))));
            default -> new Answer<>(applied(type, made), warning(fault));
        };
    }

    private Answer<Applied> destroy(String type, ApplyRequest request, Fault fault) {
        if (fault == Fault.FAIL_DESTROY) {
            return failed(request, "Destroying failed");
        }
        provider.objects().remove(type, Values.text(Things.at(request.prior(), "id")));
        provider.objects().record("destroy " + name(type, request.prior()));
        return new Answer<>(applied(type, request.planned()), warning(fault));
    }

    private Answer<Applied> failed(ApplyRequest request, String summary) {
        return new Answer<>(
                new Applied(request.prior(), PrivateData.NONE, null, false),
                List.of(error(summary)));
    }

    private Applied applied(String type, Value value) {
        return new Applied(
                value,
                new PrivateData("applied".getBytes(StandardCharsets.UTF_8)),
                identity(type, value),
                type.equals(TestSchema.ITEM));
    }

    private Value made(String type, ApplyRequest request) {
        Map<String, Value> made = new TreeMap<>(Values.entries(request.planned()));
        if (!Things.at(request.planned(), "id").isKnown()) {
            String random = UUID.randomUUID().toString().substring(0, 8);
            made.put("id", Value.of(provider.prefix() + random));
        }
        if (type.equals(TestSchema.THING)) {
            Value password = Things.at(request.config(), "password");
            made.put(FINGERPRINT, Value.of(fingerprint(made, password)));
        }
        return Values.object(made);
    }

    private static String fingerprint(Map<String, Value> object, Value password) {
        try {
            String text = object.get("name") + "|" + object.get(NOTE) + "|" + password;
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static @Nullable Value identity(String type, Value value) {
        if (!type.equals(TestSchema.THING) || value.isNull()) {
            return null;
        }
        return Values.object(Map.of("name", Things.at(value, "name")));
    }

    private static String name(String type, Value value) {
        return type + " " + Values.text(Things.at(value, "id"));
    }

    private static Value with(Value object, String name, Value value) {
        Map<String, Value> attributes = new TreeMap<>(Values.entries(object));
        attributes.put(name, value);
        return Values.object(attributes);
    }

    private static List<ProviderDiagnostic> warning(Fault fault) {
        return fault == Fault.WARN
                ? List.of(
                        ProviderDiagnostic.warning(
                                "This thing warns",
                                "It was asked to.",
                                ValuePath.ROOT.attribute("fault")))
                : List.of();
    }

    private static ProviderDiagnostic error(String summary) {
        return ProviderDiagnostic.error(
                summary, "It was asked to.", ValuePath.ROOT.attribute("fault"));
    }
}
