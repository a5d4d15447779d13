package dev.slipway.provider.client;

import dev.slipway.hcl.value.Type;
import dev.slipway.provider.ProviderException;
import dev.slipway.provider.WireFormatException;
import dev.slipway.provider.schema.FunctionSignature;
import dev.slipway.provider.schema.IdentitySchema;
import dev.slipway.provider.schema.ProviderSchema;
import dev.slipway.provider.schema.Schema;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The types of values of one provider. Safe for many threads.
final class Types {
    private final String provider;
    private final ProviderSchema schema;
    private final Map<String, Type> identities = new ConcurrentHashMap<>();

    Types(String provider, ProviderSchema schema) {
        this.provider = provider;
        this.schema = schema;
    }

    Type provider() {
        return read(schema::provider).block().type();
    }

    /// Without a schema for it, there is nothing to say in it.
    Type providerMeta() {
        Schema meta = readIfAny(schema::providerMeta);
        return meta == null ? Type.Any.DYNAMIC : meta.block().type();
    }

    Type resource(String type) {
        return of(readIfAny(() -> schema.resource(type)), "resource type " + type);
    }

    Type dataSource(String type) {
        return of(readIfAny(() -> schema.dataSource(type)), "data source " + type);
    }

    Type ephemeralResource(String type) {
        return of(readIfAny(() -> schema.ephemeralResource(type)), "ephemeral resource " + type);
    }

    FunctionSignature function(String name) {
        FunctionSignature function = readIfAny(() -> schema.function(name));
        if (function == null) {
            throw missing("function " + name);
        }
        return function;
    }

    /// `null` if resources of this type have no identity.
    @Nullable Type identity(String resourceType) {
        Type known = identities.get(resourceType);
        if (known != null) {
            return known;
        }
        IdentitySchema identity = readIfAny(() -> schema.identity(resourceType));
        if (identity == null) {
            return null;
        }
        SortedMap<String, Type> types = new TreeMap<>();
        identity.attributes().forEach((name, attribute) -> types.put(name, attribute.type()));
        Type type = Type.object(types);
        identities.put(resourceType, type);
        return type;
    }

    private Type of(@Nullable Schema schema, String what) {
        if (schema == null) {
            throw missing(what);
        }
        return schema.block().type();
    }

    private ProviderException missing(String what) {
        return new ProviderException("Provider " + provider + " has no " + what);
    }

    private <T> T read(Supplier<T> part) {
        try {
            return part.get();
        } catch (WireFormatException e) {
            throw unreadable(e);
        }
    }

    private <T> @Nullable T readIfAny(Supplier<@Nullable T> part) {
        try {
            return part.get();
        } catch (WireFormatException e) {
            throw unreadable(e);
        }
    }

    private ProviderException unreadable(WireFormatException e) {
        return new ProviderException(
                "Provider " + provider + " has a schema that cannot be read: " + e.getMessage(), e);
    }
}
