package dev.slipway.model.kinds;

import dev.slipway.model.Immutable;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who a pod is to the API.
public record ServiceAccount(
        ObjectMeta metadata,
        List<ObjectReference> secrets,
        List<LocalReference> imagePullSecrets,
        @Nullable Boolean automountServiceAccountToken)
        implements Resource {
    public ServiceAccount {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        secrets = Immutable.list(secrets);
        imagePullSecrets = Immutable.list(imagePullSecrets);
    }
}
