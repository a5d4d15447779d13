package dev.slipway.terraform.builtin;

import dev.slipway.hcl.value.Type;
import dev.slipway.provider.schema.Attribute;
import dev.slipway.provider.schema.Attribute.Use;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.schema.FunctionSignature;
import dev.slipway.provider.schema.IdentitySchema;
import dev.slipway.provider.schema.ProviderSchema;
import dev.slipway.provider.schema.Schema;
import dev.slipway.provider.schema.Text;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the built-in provider says of itself. Immutable.
final class BuiltInSchema implements ProviderSchema {
    static final String DATA = "terraform_data";
    static final String REMOTE_STATE = "terraform_remote_state";

    private static final Schema NOTHING = new Schema(0, Block.EMPTY);
    private static final Schema DATA_SCHEMA =
            schema(
                    Map.of(
                            "id", attribute(Type.Primitive.STRING, Use.COMPUTED),
                            "input", attribute(Type.Any.DYNAMIC, Use.OPTIONAL),
                            "output", attribute(Type.Any.DYNAMIC, Use.COMPUTED),
                            "triggers_replace", attribute(Type.Any.DYNAMIC, Use.OPTIONAL)));
    private static final Schema REMOTE_STATE_SCHEMA =
            schema(
                    Map.of(
                            "backend", attribute(Type.Primitive.STRING, Use.REQUIRED),
                            "config", attribute(Type.Any.DYNAMIC, Use.OPTIONAL),
                            "defaults", attribute(Type.Any.DYNAMIC, Use.OPTIONAL),
                            "outputs", attribute(Type.Any.DYNAMIC, Use.COMPUTED),
                            "workspace", attribute(Type.Primitive.STRING, Use.OPTIONAL)));
    private static final Map<String, FunctionSignature> FUNCTIONS =
            Map.of(
                    "encode_tfvars", function("value", Type.Any.DYNAMIC, Type.Primitive.STRING),
                    "decode_tfvars", function("src", Type.Primitive.STRING, Type.Any.DYNAMIC),
                    "encode_expr", function("value", Type.Any.DYNAMIC, Type.Primitive.STRING));

    private static Schema schema(Map<String, Attribute> attributes) {
        return new Schema(0, new Block(new TreeMap<>(attributes), new TreeMap<>(), Text.NONE));
    }

    private static Attribute attribute(Type type, Use use) {
        return new Attribute(type, null, use, false, Text.NONE);
    }

    private static FunctionSignature function(String parameter, Type type, Type result) {
        return new FunctionSignature(
                List.of(
                        new FunctionSignature.Parameter(
                                parameter, type, type.isDynamic(), false, Text.NONE)),
                null,
                result,
                Text.NONE);
    }

    @Override
    public Schema provider() {
        return NOTHING;
    }

    @Override
    public @Nullable Schema providerMeta() {
        return null;
    }

    @Override
    public @Nullable Schema resource(String type) {
        return type.equals(DATA) ? DATA_SCHEMA : null;
    }

    @Override
    public @Nullable Schema dataSource(String type) {
        return type.equals(REMOTE_STATE) ? REMOTE_STATE_SCHEMA : null;
    }

    @Override
    public @Nullable Schema ephemeralResource(String type) {
        return null;
    }

    @Override
    public @Nullable FunctionSignature function(String name) {
        return FUNCTIONS.get(name);
    }

    @Override
    public @Nullable IdentitySchema identity(String resourceType) {
        return null;
    }

    @Override
    public Set<String> resourceTypes() {
        return Set.of(DATA);
    }

    @Override
    public Set<String> dataSourceTypes() {
        return Set.of(REMOTE_STATE);
    }

    @Override
    public Set<String> ephemeralResourceTypes() {
        return Set.of();
    }

    @Override
    public Set<String> functionNames() {
        return FUNCTIONS.keySet();
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, true, true, false);
    }
}
