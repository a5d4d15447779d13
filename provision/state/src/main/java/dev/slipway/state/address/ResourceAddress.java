package dev.slipway.state.address;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.text.CodePointOrder;
import java.util.Comparator;

/// A resource in its module: `aws_vpc.main`, `data.aws_ami.latest`, `ephemeral.vault_token.run`.
public record ResourceAddress(Mode mode, String type, String name)
        implements Comparable<ResourceAddress> {
    /// What happens to it. Data comes before managed resources, as Terraform lists them.
    public enum Mode {
        DATA("data."),
        MANAGED(""),
        EPHEMERAL("ephemeral.");

        private final String prefix;

        Mode(String prefix) {
            this.prefix = prefix;
        }

        /// `data.`, `ephemeral.`, or nothing.
        public String prefix() {
            return prefix;
        }
    }

    private static final Comparator<ResourceAddress> ORDER =
            Comparator.comparing(ResourceAddress::mode)
                    .thenComparing(ResourceAddress::type, CodePointOrder.INSTANCE)
                    .thenComparing(ResourceAddress::name, CodePointOrder.INSTANCE);

    public ResourceAddress {
        requireNonNull(mode, "mode");
        requireNonNull(type, "type");
        requireNonNull(name, "name");
    }

    public static ResourceAddress managed(String type, String name) {
        return new ResourceAddress(Mode.MANAGED, type, name);
    }

    public static ResourceAddress data(String type, String name) {
        return new ResourceAddress(Mode.DATA, type, name);
    }

    public boolean isManaged() {
        return mode == Mode.MANAGED;
    }

    public ResourcePath in(ModuleInstance module) {
        return new ResourcePath(module, this);
    }

    public ConfigResource in(ModulePath module) {
        return new ConfigResource(module, this);
    }

    /// The provider's local name where the resource does not say: what the type begins with.
    public String impliedProvider() {
        int end = type.indexOf('_');
        return end < 0 ? type : type.substring(0, end);
    }

    @Override
    public int compareTo(ResourceAddress other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return mode.prefix() + type + "." + name;
    }
}
