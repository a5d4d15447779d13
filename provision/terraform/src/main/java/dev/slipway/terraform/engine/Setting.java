package dev.slipway.terraform.engine;

import dev.slipway.hcl.eval.Function;
import dev.slipway.hcl.function.Functions;
import dev.slipway.hcl.function.Surroundings;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

/// What all expressions of a run have in common. Immutable.
record Setting(Map<String, Function> functions, Value terraform, Path workingFolder) {
    private static final Map<String, Type> IMPURE =
            Map.of(
                    "timestamp", Type.Primitive.STRING,
                    "uuid", Type.Primitive.STRING,
                    "bcrypt", Type.Primitive.STRING);

    Setting {
        functions = Map.copyOf(functions);
    }

    /// What comes out differently each time is not known while planning.
    static Setting ofPlan(Surroundings surroundings, String workspace, Instant timestamp) {
        Map<String, Function> functions = new TreeMap<>(Functions.all(surroundings));
        IMPURE.forEach((name, type) ->
                functions.computeIfPresent(name, (_, function) -> unknown(function, type)));
        return of(functions, surroundings, workspace, timestamp, false);
    }

    static Setting ofApply(Surroundings surroundings, String workspace, Instant timestamp) {
        Map<String, Function> functions = new TreeMap<>(Functions.all(surroundings));
        return of(functions, surroundings, workspace, timestamp, true);
    }

    private static Setting of(
            Map<String, Function> functions,
            Surroundings surroundings,
            String workspace,
            Instant timestamp,
            boolean applying) {
        // The time of the plan is the same in the whole run, and while applying it.
        Surroundings fixed =
                new Surroundings(
                        surroundings.folder(),
                        surroundings.home(),
                        Clock.fixed(timestamp, ZoneOffset.UTC),
                        surroundings.chance());
        Function planned = Functions.all(fixed).get("plantimestamp");
        if (planned != null) {
            functions.put("plantimestamp", planned);
        }
        return new Setting(
                functions,
                Values.object(
                        Map.of(
                                "workspace",
                                Value.of(workspace),
                                "applying",
                                Value.of(applying).withMark(dev.slipway.hcl.value.Mark.EPHEMERAL))),
                surroundings.folder());
    }

    private static Function unknown(Function function, Type type) {
        return function instanceof Function.OfValues ofValues
                ? new Function.OfValues(ofValues.signature(), _ -> Values.unknownNotNull(type))
                : function;
    }
}
