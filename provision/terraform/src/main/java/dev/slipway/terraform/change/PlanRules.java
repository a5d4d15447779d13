package dev.slipway.terraform.change;

import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.schema.Attribute;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.schema.NestedBlock;
import dev.slipway.provider.schema.NestedObject;
import java.util.ArrayList;
import java.util.List;

/// What a provider's answers must keep to: what is configured is planned as it is configured (or
/// stays as it was), what is planned comes about. Belongs to one thread.
final class PlanRules {
    private static final int PROBLEMS_MAX = 20;

    private final List<Problem> problems = new ArrayList<>();

    /// A rule that is broken, and where.
    record Problem(ValuePath path, String text) {
        @Override
        public String toString() {
            return path + ": " + text;
        }
    }

    private PlanRules() {}

    /// What is wrong with a plan; nothing, if it is right.
    static List<Problem> ofPlan(Block schema, Value prior, Value config, Value planned) {
        PlanRules rules = new PlanRules();
        rules.block(schema, prior, config, planned, ValuePath.ROOT);
        return rules.problems;
    }

    /// What is wrong with what came of a plan, or with a second plan that must agree with a first.
    static List<Problem> ofResult(Value planned, Value actual) {
        PlanRules rules = new PlanRules();
        rules.result(planned, actual, ValuePath.ROOT);
        return rules.problems;
    }

    private void wrong(ValuePath path, String text) {
        if (problems.size() < PROBLEMS_MAX) {
            problems.add(new Problem(path, text));
        }
    }

    private void block(Block schema, Value prior, Value config, Value planned, ValuePath path) {
        if (planned.isNull() != config.isNull()) {
            wrong(path, planned.isNull() ? "planned for absence" : "planned for existence");
            return;
        }
        if (planned.isNull() || !config.isKnown()) {
            return;
        }
        if (!planned.isKnown()) {
            wrong(path, "unknown, though it is configured");
            return;
        }
        schema.attributes()
                .forEach((name, each) ->
                        attribute(
                                each,
                                part(prior, name),
                                part(config, name),
                                part(planned, name),
                                path.attribute(name)));
        schema.blocks()
                .forEach((name, each) ->
                        nested(
                                each,
                                part(prior, name),
                                part(config, name),
                                part(planned, name),
                                path.attribute(name)));
    }

    private void attribute(
            Attribute schema, Value prior, Value config, Value planned, ValuePath path) {
        if (schema.use().isWriteOnly()) {
            if (!planned.isNull()) {
                wrong(path, "planned value for a write-only attribute (expected: null)");
            }
            return;
        }
        if (planned.equals(config) || (schema.use().isComputed() && config.isNull())) {
            return;
        }
        boolean kept = !prior.isNull() && planned.equals(prior) && !config.isNull();
        if (kept || !config.isKnown()) {
            return;
        }
        NestedObject nested = schema.nested();
        if (nested != null && config.isKnown() && planned.isKnown()) {
            objects(nested, prior, config, planned, path);
            return;
        }
        if (!schema.use().isComputed() && config.isNull()) {
            wrong(path, "planned a value for an attribute that is not computed");
        } else if (!hasUnknown(config)) {
            wrong(path, "planned another value than the configured one");
        }
    }

    private static boolean hasUnknown(Value value) {
        return !value.isWhollyKnown();
    }

    private void objects(
            NestedObject schema, Value prior, Value config, Value planned, ValuePath path) {
        List<Value> configured = parts(config);
        List<Value> plannedParts = parts(planned);
        if (configured.size() != plannedParts.size()) {
            wrong(path, count(plannedParts, configured));
            return;
        }
        boolean set = planned.type() instanceof Type.SetOf;
        List<Value> before = parts(prior);
        for (int i = 0; i < configured.size() && !set; i++) {
            Value earlier = i < before.size() ? before.get(i) : Values.NULL;
            Value now = configured.get(i);
            Value then = plannedParts.get(i);
            ValuePath inner = path.index(i);
            schema.attributes()
                    .forEach((name, each) ->
                            attribute(
                                    each,
                                    part(earlier, name),
                                    part(now, name),
                                    part(then, name),
                                    inner.attribute(name)));
        }
    }

    private void nested(
            NestedBlock schema, Value prior, Value config, Value planned, ValuePath path) {
        if (!config.isKnown()) {
            return;
        }
        if (!planned.isKnown()) {
            wrong(path, "blocks are unknown, though they are configured");
            return;
        }
        List<Value> configured = parts(config);
        List<Value> plannedParts = parts(planned);
        if (configured.size() != plannedParts.size()) {
            wrong(path, count(plannedParts, configured));
            return;
        }
        if (planned.type() instanceof Type.SetOf) {
            return;
        }
        List<Value> before = parts(prior);
        for (int i = 0; i < configured.size(); i++) {
            block(
                    schema.block(),
                    i < before.size() ? before.get(i) : Values.NULL,
                    configured.get(i),
                    plannedParts.get(i),
                    path.index(i));
        }
    }

    private static String count(List<Value> planned, List<Value> configured) {
        return planned.size() + " are planned, but " + configured.size() + " are configured";
    }

    private void result(Value planned, Value actual, ValuePath path) {
        if (!planned.isKnown() || planned.equals(actual)) {
            return;
        }
        if (!actual.isKnown()) {
            wrong(path, "was known, and is unknown now");
            return;
        }
        if (planned.isNull() || actual.isNull()) {
            wrong(path, actual.isNull() ? "was there, and is absent now" : "new value appeared");
            return;
        }
        switch (planned) {
            case Value.Mapping then -> {
                if (actual instanceof Value.Mapping now) {
                    entries(then, now, path);
                } else {
                    wrong(path, "wrong type");
                }
            }
            case Value.Sequence then -> {
                if (actual instanceof Value.Sequence now) {
                    elements(then, now, path);
                } else {
                    wrong(path, "wrong type");
                }
            }
            default -> wrong(path, "another value");
        }
    }

    private void entries(Value.Mapping planned, Value.Mapping actual, ValuePath path) {
        boolean object = planned.type() instanceof Type.ObjectOf;
        planned.elements()
                .forEach((name, then) -> {
                    ValuePath inner = object ? path.attribute(name) : path.index(Value.of(name));
                    Value now = actual.elements().get(name);
                    if (now == null) {
                        wrong(inner, "element has vanished");
                    } else {
                        result(then, now, inner);
                    }
                });
        actual.elements()
                .keySet()
                .forEach(name -> {
                    if (!planned.elements().containsKey(name)) {
                        wrong(path.index(Value.of(name)), "new element has appeared");
                    }
                });
    }

    private void elements(Value.Sequence planned, Value.Sequence actual, ValuePath path) {
        boolean set = planned.type() instanceof Type.SetOf;
        if (set && !planned.isWhollyKnown()) {
            return;
        }
        if (planned.elements().size() != actual.elements().size()) {
            wrong(
                    path,
                    planned.elements().size()
                            + " elements were planned, "
                            + actual.elements().size()
                            + " are there");
            return;
        }
        for (int i = 0; i < planned.elements().size(); i++) {
            if (!set) {
                result(planned.elements().get(i), actual.elements().get(i), path.index(i));
            } else if (!actual.elements().contains(planned.elements().get(i))) {
                wrong(path, "planned set element is missing");
                return;
            }
        }
    }

    private static List<Value> parts(Value value) {
        return switch (value) {
            case Value.Sequence sequence -> sequence.elements();
            case Value.Mapping mapping when mapping.type() instanceof Type.ObjectOf ->
                    List.of(mapping);
            case Value.Mapping mapping -> List.copyOf(mapping.elements().values());
            default -> List.of();
        };
    }

    private static Value part(Value value, String name) {
        return value instanceof Value.Mapping mapping
                ? mapping.elements().getOrDefault(name, Values.NULL)
                : Values.NULL;
    }
}
