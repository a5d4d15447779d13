package dev.slipway.provider.wire;

import dev.slipway.provider.schema.Block;
import dev.slipway.provider.schema.FunctionSignature;
import dev.slipway.provider.schema.IdentitySchema;
import dev.slipway.provider.schema.ProviderSchema;
import dev.slipway.provider.schema.Schema;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The schema of a provider, on top of the bytes it answered with. Opening it only notes where each
/// type begins; a type is read when it is asked for the first time. Of the 1,526 resource types of
/// a large provider, that saves all but the few in use.
///
/// Safe for many threads.
public final class WireSchema implements ProviderSchema {
    private final Message provider;
    private final @Nullable Message meta;
    private final Capabilities capabilities;
    private final Section<Schema> resources;
    private final Section<Schema> dataSources;
    private final Section<Schema> ephemeral;
    private final Section<FunctionSignature> functions;
    private final Section<IdentitySchema> identities;
    private final SchemaReader reader;
    private final Map<String, Schema> single = new ConcurrentHashMap<>();

    /// @param answer the response of [Call#GET_SCHEMA]
    /// @param identityAnswer that of [Call#GET_IDENTITY_SCHEMAS]; empty if the provider has none
    /// @throws dev.slipway.provider.WireFormatException if the bytes are no messages
    public WireSchema(Protocol protocol, byte[] answer, byte[] identityAnswer) {
        Message message = Message.of(answer);
        reader = new SchemaReader(protocol);
        provider = message.messageOrEmpty(1);
        meta = message.message(5);
        capabilities = capabilities(message.messageOrEmpty(6));
        resources = new Section<>(message.messages(2), reader::schema);
        dataSources = new Section<>(message.messages(3), reader::schema);
        ephemeral = new Section<>(message.messages(8), reader::schema);
        functions = new Section<>(message.messages(7), reader::function);
        identities = new Section<>(Message.of(identityAnswer).messages(1), reader::identity);
    }

    private static Capabilities capabilities(Message message) {
        return new Capabilities(message.flag(1), message.flag(2), message.flag(3), message.flag(4));
    }

    @Override
    public Schema provider() {
        return single.computeIfAbsent("provider", _ -> reader.schema(provider));
    }

    /// Providers without it answer with an empty one.
    @Override
    public @Nullable Schema providerMeta() {
        Message message = meta;
        if (message == null) {
            return null;
        }
        Schema schema = single.computeIfAbsent("meta", _ -> reader.schema(message));
        Block block = schema.block();
        return block.attributes().isEmpty() && block.blocks().isEmpty() ? null : schema;
    }

    @Override
    public @Nullable Schema resource(String type) {
        return resources.find(type);
    }

    @Override
    public @Nullable Schema dataSource(String type) {
        return dataSources.find(type);
    }

    @Override
    public @Nullable Schema ephemeralResource(String type) {
        return ephemeral.find(type);
    }

    @Override
    public @Nullable FunctionSignature function(String name) {
        return functions.find(name);
    }

    @Override
    public @Nullable IdentitySchema identity(String resourceType) {
        return identities.find(resourceType);
    }

    @Override
    public Set<String> resourceTypes() {
        return resources.names();
    }

    @Override
    public Set<String> dataSourceTypes() {
        return dataSources.names();
    }

    @Override
    public Set<String> ephemeralResourceTypes() {
        return ephemeral.names();
    }

    @Override
    public Set<String> functionNames() {
        return functions.names();
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    /// A map of the answer, whose values are read on demand.
    private static final class Section<T> {
        private final SortedMap<String, Message> entries = new TreeMap<>();
        private final Map<String, T> read = new ConcurrentHashMap<>();
        private final Function<Message, T> reader;

        Section(List<Message> entries, Function<Message, T> reader) {
            entries.forEach(entry -> this.entries.put(entry.text(1), entry));
            this.reader = reader;
        }

        @Nullable T find(String name) {
            Message entry = entries.get(name);
            return entry == null
                    ? null
                    : read.computeIfAbsent(name, _ -> reader.apply(entry.messageOrEmpty(2)));
        }

        Set<String> names() {
            return Collections.unmodifiableSet(entries.keySet());
        }
    }
}
