package dev.slipway.state.address;

import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.syntax.Parser;
import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Value;
import dev.slipway.provider.ProviderSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads addresses as people and configurations write them. Stateless.
public final class Addresses {
    private static final String FORMS =
            "(expected: an address such as aws_vpc.main, data.aws_ami.it, aws_subnet.a[0],"
                    + " module.net[\"eu\"] or module.net.aws_vpc.main)";

    private static final Pattern DOT_MODULE = Pattern.compile("module\\.|\\.");
    private static final Pattern PROVIDER =
            Pattern.compile(
                    "((?:module\\.[^.\\[]+\\.)*)provider\\[\"([^\"]+)\"\\]"
                            + "(?:\\.([^.\\[]+))?(?:\\[\"([^\"]*)\"\\])?");

    private Addresses() {}

    /// @throws AddressException if the text is no address
    public static Target target(String text) throws AddressException {
        Diagnostics diagnostics = new Diagnostics();
        Expression expression = Parser.expression(new SourceText("address", text), diagnostics);
        Reference reference =
                expression == null || diagnostics.hasErrors() ? null : Reference.of(expression);
        if (reference == null) {
            throw new AddressException("address: " + text + " " + FORMS);
        }
        return target(reference);
    }

    /// @throws AddressException if the reference is no address
    public static Target target(Reference reference) throws AddressException {
        return new Reader(reference).target();
    }

    /// @throws AddressException if the text is no address of one instance
    public static InstanceAddress instance(String text) throws AddressException {
        return switch (target(text)) {
            case Target.Instance(InstanceAddress address) -> address;
            case Target.Resource(ResourcePath resource) -> resource.instance(InstanceKey.NONE);
            case Target.Module(ModuleInstance module) ->
                    throw new AddressException(
                            "address: " + module + " is a module (expected: a resource)");
        };
    }

    /// Reads a provider configuration as states name it:
    /// `module.x.provider["registry.terraform.io/hashicorp/aws"].west`.
    ///
    /// @throws AddressException if the text is none
    public static ProviderAddress provider(String text) throws AddressException {
        Matcher parts = PROVIDER.matcher(text);
        if (!parts.matches()) {
            throw new AddressException(
                    "provider: " + text + " (expected: provider[\"HOST/NAMESPACE/TYPE\"])");
        }
        ModulePath module = ModulePath.ROOT;
        String path = parts.group(1) == null ? "" : parts.group(1);
        for (String name : DOT_MODULE.split(path)) {
            if (!name.isEmpty()) {
                module = module.child(name);
            }
        }
        try {
            return new ProviderAddress(
                    module,
                    ProviderSource.parse(parts.group(2)),
                    parts.group(3) == null ? "" : parts.group(3),
                    key(parts.group(4)));
        } catch (IllegalArgumentException e) {
            throw new AddressException(String.valueOf(e.getMessage()));
        }
    }

    private static InstanceKey key(@Nullable String text) {
        return text == null ? InstanceKey.NONE : InstanceKey.of(text);
    }

    /// Goes through a reference step by step.
    private static final class Reader {
        private final Reference reference;
        private final List<Object> parts = new ArrayList<>();
        private int at;

        private Reader(Reference reference) throws AddressException {
            this.reference = reference;
            parts.add(reference.root());
            for (Reference.Step step : reference.steps()) {
                parts.add(part(step));
            }
        }

        /// A name after a dot, or the key in brackets.
        private Object part(Reference.Step step) throws AddressException {
            boolean bracket = step.range().text().startsWith("[");
            return switch (step.key()) {
                case Value.Text(String text) -> bracket ? InstanceKey.of(text) : text;
                case Value.Numeric(BigFloat number) -> {
                    Long index = number.toLongExact();
                    if (index == null || index < 0) {
                        throw wrong("an index is a whole number from 0");
                    }
                    yield InstanceKey.of(index);
                }
                default -> throw wrong("a key is a text or a number");
            };
        }

        private Target target() throws AddressException {
            ModuleInstance module = ModuleInstance.ROOT;
            while (at < parts.size() && "module".equals(parts.get(at))) {
                at++;
                String name = name("a module's name");
                module = module.child(name, key());
            }
            if (at == parts.size()) {
                return new Target.Module(module);
            }
            ResourceAddress resource = resource();
            boolean one = at < parts.size();
            InstanceKey key = key();
            if (at < parts.size()) {
                throw wrong("nothing comes after a resource and its key");
            }
            ResourcePath path = resource.in(module);
            return one ? new Target.Instance(path.instance(key)) : new Target.Resource(path);
        }

        private ResourceAddress resource() throws AddressException {
            ResourceAddress.Mode mode = ResourceAddress.Mode.MANAGED;
            String type = name("a resource's type");
            if (type.equals("data") || type.equals("ephemeral")) {
                mode =
                        type.equals("data")
                                ? ResourceAddress.Mode.DATA
                                : ResourceAddress.Mode.EPHEMERAL;
                type = name("a resource's type");
            } else if (type.equals("resource")) {
                type = name("a resource's type");
            }
            return new ResourceAddress(mode, type, name("a resource's name"));
        }

        private String name(String what) throws AddressException {
            if (at < parts.size() && parts.get(at) instanceof String name) {
                at++;
                return name;
            }
            throw wrong(what + " is missing");
        }

        private InstanceKey key() {
            if (at < parts.size() && parts.get(at) instanceof InstanceKey key) {
                at++;
                return key;
            }
            return InstanceKey.NONE;
        }

        private AddressException wrong(String why) {
            return new AddressException("address: " + reference + ": " + why + " " + FORMS);
        }
    }
}
