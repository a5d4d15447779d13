package dev.slipway.terraform.provisioner;

import dev.slipway.hcl.value.Type;
import dev.slipway.provider.schema.Attribute;
import dev.slipway.provider.schema.Attribute.Use;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.schema.Text;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What may stand in `provisioner` and `connection` blocks. Stateless.
public final class ProvisionerSchemas {
    private static final Type TEXT = Type.Primitive.STRING;
    private static final Type TEXTS = Type.list(TEXT);

    private static final Block LOCAL_EXEC =
            new Builder()
                    .required("command")
                    .texts("working_dir")
                    .add("interpreter", TEXTS)
                    .add("environment", Type.map(TEXT))
                    .add("quiet", Type.Primitive.BOOL)
                    .block();

    private static final Block REMOTE_EXEC =
            new Builder().add("inline", TEXTS).texts("script").add("scripts", TEXTS).block();

    private static final Block FILE =
            new Builder().texts("source", "content").required("destination").block();

    /// A connection as it is written: arguments of `winrm` are there so that it is refused as a
    /// whole.
    public static final Block CONNECTION = connection(new Builder().required("host"));

    /// A connection with its values, of which the host may be null: that is found when it is
    /// needed, so that it may be a failure to go on after.
    public static final Block CONNECTION_VALUES = connection(new Builder().texts("host"));

    private ProvisionerSchemas() {}

    private static Block connection(Builder builder) {
        return builder.texts(
                        "type", "user", "password", "timeout", "script_path", "target_platform")
                .texts("private_key", "certificate", "host_key", "agent_identity")
                .texts("bastion_host", "bastion_user", "bastion_password", "bastion_host_key")
                .texts("bastion_private_key", "bastion_certificate")
                .texts("proxy_scheme", "proxy_host", "proxy_user_name", "proxy_user_password")
                .texts("cacert")
                .add("port", Type.Primitive.NUMBER)
                .add("bastion_port", Type.Primitive.NUMBER)
                .add("proxy_port", Type.Primitive.NUMBER)
                .add("agent", Type.Primitive.BOOL)
                .add("https", Type.Primitive.BOOL)
                .add("insecure", Type.Primitive.BOOL)
                .add("use_ntlm", Type.Primitive.BOOL)
                .block();
    }

    /// Of a type that the loading of configurations accepts.
    public static Block of(String type) {
        return switch (type) {
            case "local-exec" -> LOCAL_EXEC;
            case "remote-exec" -> REMOTE_EXEC;
            case "file" -> FILE;
            default -> throw new IllegalArgumentException("provisioner: " + type);
        };
    }

    /// Gathers attributes. Belongs to one thread.
    private static final class Builder {
        private final SortedMap<String, Attribute> attributes = new TreeMap<>();

        Builder required(String name) {
            return add(name, TEXT, Use.REQUIRED);
        }

        Builder texts(String... names) {
            List.of(names).forEach(name -> add(name, TEXT));
            return this;
        }

        Builder add(String name, Type type) {
            return add(name, type, Use.OPTIONAL);
        }

        private Builder add(String name, Type type, Use use) {
            attributes.put(name, new Attribute(type, null, use, false, Text.NONE));
            return this;
        }

        Block block() {
            return new Block(attributes, new TreeMap<>(), Text.NONE);
        }
    }
}
