package dev.slipway.release;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.Resources;
import dev.slipway.controller.Informer;
import dev.slipway.controller.MergeChange;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Patch;
import dev.slipway.model.kinds.ConfigMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A ConfigMap. Its state is `{"data": {KEY: TEXT}}`, or `{"absent": true}`.
record ConfigPart(ObjectKey key, Informer<ConfigMap> informer, Resources<ConfigMap> resources)
        implements Part {
    private static final String DATA = "data";
    private static final String ABSENT = "absent";

    static ObjectNode state(Map<String, String> data) {
        ObjectNode state = Json.object();
        ObjectNode texts = state.putObject(DATA);
        data.forEach(texts::put);
        return state;
    }

    @Override
    public String id() {
        return "ConfigMap " + key.name();
    }

    /// A ConfigMap that is not there is one of its states.
    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public @Nullable String obstacle(ObjectNode wanted) {
        ConfigMap map = informer.find(key);
        boolean frozen = map != null && Boolean.TRUE.equals(map.immutable());
        return frozen && !isAs(wanted) ? id() + " is immutable" : null;
    }

    @Override
    public ObjectNode state(ObjectNode like) {
        return state(informer.find(key));
    }

    @Override
    public void put(ObjectNode wanted) {
        write(resources.find(key).orElse(null), wanted);
    }

    @Override
    public void putBack(ObjectNode tried, ObjectNode then) {
        ConfigMap map = resources.find(key).orElse(null);
        if (state(map).equals(tried)) {
            write(map, then);
        }
    }

    private void write(@Nullable ConfigMap map, ObjectNode wanted) {
        if (state(map).equals(wanted)) {
            return;
        }
        if (map == null) {
            create(wanted);
        } else if (wanted.path(ABSENT).asBoolean(false)) {
            resources.delete(key, DeleteOptions.ofUid(map.metadata().storedUid()));
        } else {
            ObjectNode now = state(map).withObject("/" + DATA);
            ObjectNode change = Json.object();
            change.putObject("metadata").put("resourceVersion", map.metadata().resourceVersion());
            change.set(DATA, MergeChange.between(now, wanted.withObject("/" + DATA)));
            resources.patch(key, new Patch.MergePatch(change));
        }
    }

    private void create(ObjectNode wanted) {
        try {
            resources.create(
                    new ConfigMap(
                            ObjectMeta.named(key.namespace(), key.name()),
                            Json.convert(wanted, ConfigMap.class).data(),
                            Map.of(),
                            null));
        } catch (ApiException e) {
            // Somebody was faster: what there is now is looked at anew.
            if (e.reason() != Reason.ALREADY_EXISTS) {
                throw e;
            }
            throw new ApiException(Reason.CONFLICT, String.valueOf(e.getMessage()));
        }
    }

    private static ObjectNode state(@Nullable ConfigMap map) {
        return map == null ? Json.object().put(ABSENT, true) : state(map.data());
    }
}
