package dev.slipway.terraform.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.slipway.hcl.eval.Function;
import dev.slipway.hcl.eval.FunctionException;
import dev.slipway.hcl.eval.Parameter;
import dev.slipway.hcl.eval.Signature;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The functions of the language as `metadata functions -json` lists them, format version 1.0: each
/// by its name, and in the namespace `core`. Stateless.
public final class FunctionsJson {
    private FunctionsJson() {}

    public static void write(Map<String, Function> functions, OutputStream out) throws IOException {
        Map<String, Function> all = new TreeMap<>();
        functions.forEach((name, each) -> {
            if (!name.contains("::")) {
                all.put(name, each);
                all.put("core::" + name, each);
            }
        });
        Json.compact(
                out,
                json -> {
                    json.writeStartObject();
                    json.writeStringField("format_version", "1.0");
                    json.writeObjectFieldStart("function_signatures");
                    for (Map.Entry<String, Function> each : all.entrySet()) {
                        json.writeObjectFieldStart(each.getKey());
                        function(json, each.getKey().replace("core::", ""), each.getValue());
                        json.writeEndObject();
                    }
                    json.writeEndObject();
                    json.writeEndObject();
                    json.writeRaw('\n');
                });
    }

    private static void function(JsonGenerator json, String name, Function function)
            throws IOException {
        switch (function) {
            case Function.OfValues(Signature signature, var _) -> {
                json.writeFieldName("return_type");
                ValueJson.type(json, result(signature));
                if (!signature.parameters().isEmpty()) {
                    json.writeArrayFieldStart("parameters");
                    for (Parameter each : signature.parameters()) {
                        parameter(json, each);
                    }
                    json.writeEndArray();
                }
                Parameter variadic = signature.variadic();
                if (variadic != null) {
                    json.writeFieldName("variadic_parameter");
                    parameter(json, variadic);
                }
            }
            case Function.OfExpressions _ -> ofExpressions(json, name);
        }
    }

    /// Functions that are given expressions say nothing of them; there are three.
    private static void ofExpressions(JsonGenerator json, String name) throws IOException {
        List<Parameter> parameters =
                switch (name) {
                    case "can" -> List.of(Parameter.of("expression", Type.Any.DYNAMIC));
                    case "templatestring" ->
                            List.of(
                                    Parameter.of("template", Type.Primitive.STRING),
                                    Parameter.of("vars", Type.Any.DYNAMIC));
                    default -> List.of();
                };
        String result =
                switch (name) {
                    case "can" -> "bool";
                    case "templatestring" -> "string";
                    default -> "dynamic";
                };
        json.writeStringField("return_type", result);
        if (parameters.isEmpty()) {
            json.writeFieldName("variadic_parameter");
            parameter(json, Parameter.of("expressions", Type.Any.DYNAMIC));
            return;
        }
        json.writeArrayFieldStart("parameters");
        for (Parameter each : parameters) {
            parameter(json, each);
        }
        json.writeEndArray();
    }

    /// The type for arguments about which nothing is known but theirs.
    private static Type result(Signature signature) {
        List<Value> arguments = new ArrayList<>();
        signature.parameters().forEach(each -> arguments.add(Value.unknown(each.type())));
        Parameter variadic = signature.variadic();
        if (variadic != null) {
            arguments.add(Value.unknown(variadic.type()));
        }
        try {
            return signature.result().of(arguments);
        } catch (FunctionException _) {
            return Type.Any.DYNAMIC;
        }
    }

    private static void parameter(JsonGenerator json, Parameter parameter) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", parameter.name());
        if (parameter.allowances().contains(Parameter.Allowance.NULL)) {
            json.writeBooleanField("is_nullable", true);
        }
        json.writeFieldName("type");
        ValueJson.type(json, parameter.type());
        json.writeEndObject();
    }
}
