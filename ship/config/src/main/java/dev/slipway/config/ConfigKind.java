package dev.slipway.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import dev.slipway.model.kinds.ConfigMap;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Secret;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What ConfigMaps and Secrets have in common, as far as keeping them goes. Stateless.
sealed interface ConfigKind<T extends Resource> {
    ConfigKind<ConfigMap> CONFIG_MAPS = new ConfigMaps();
    ConfigKind<Secret> SECRETS = new Secrets();

    Kind<T> kind();

    /// Everything that makes a difference to who reads the object.
    ObjectNode content(T object);

    boolean isImmutable(T object);

    /// Whether a copy would be the same thing. Tokens are not: the cluster makes and revokes them.
    boolean canBeCopied(T object);

    /// An object that can never change, with the content of `source`.
    T copy(ObjectMeta metadata, T source);

    /// The texts of a map as a field of `content`, unless there are none.
    private static void put(ObjectNode content, String field, Map<String, String> texts) {
        if (!texts.isEmpty()) {
            ObjectNode object = content.putObject(field);
            texts.forEach(object::put);
        }
    }

    /// ConfigMaps.
    record ConfigMaps() implements ConfigKind<ConfigMap> {
        @Override
        public Kind<ConfigMap> kind() {
            return Kinds.CONFIG_MAP;
        }

        @Override
        public ObjectNode content(ConfigMap map) {
            ObjectNode content = Json.object();
            put(content, "data", map.data());
            put(content, "binaryData", map.binaryData());
            return content;
        }

        @Override
        public boolean isImmutable(ConfigMap map) {
            return Boolean.TRUE.equals(map.immutable());
        }

        @Override
        public boolean canBeCopied(ConfigMap map) {
            return true;
        }

        @Override
        public ConfigMap copy(ObjectMeta metadata, ConfigMap source) {
            return new ConfigMap(metadata, source.data(), source.binaryData(), true);
        }
    }

    /// Secrets. Copies have the type, so that who may not read one may not read the other.
    record Secrets() implements ConfigKind<Secret> {
        private static final Set<String> TOKENS =
                Set.of("kubernetes.io/service-account-token", "bootstrap.kubernetes.io/token");

        @Override
        public Kind<Secret> kind() {
            return Kinds.SECRET;
        }

        @Override
        public ObjectNode content(Secret secret) {
            ObjectNode content = Json.object();
            content.put("type", type(secret.type()));
            put(content, "data", secret.data());
            return content;
        }

        @Override
        public boolean isImmutable(Secret secret) {
            return Boolean.TRUE.equals(secret.immutable());
        }

        @Override
        public boolean canBeCopied(Secret secret) {
            return !TOKENS.contains(type(secret.type()));
        }

        @Override
        public Secret copy(ObjectMeta metadata, Secret source) {
            return new Secret(metadata, type(source.type()), source.data(), true);
        }

        private static String type(@Nullable String type) {
            return type == null ? "Opaque" : type;
        }
    }
}
