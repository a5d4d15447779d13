package dev.slipway.apiserver;

import dev.slipway.api.KindDefinition;
import dev.slipway.api.KindDefinition.Subresource;
import dev.slipway.model.GroupVersionKind;
import java.util.List;

/// A kind as clients discover it: one of the registry's, or one of the reviews and figures that are
/// answered but not stored.
record ServedKind(
        GroupVersionKind type,
        Names names,
        boolean namespaced,
        List<String> verbs,
        List<Subresource> subresources) {
    /// What the kind is called.
    record Names(
            String plural, String singular, List<String> shortNames, List<String> categories) {}

    static ServedKind of(KindDefinition kind) {
        return new ServedKind(
                kind.type(),
                new Names(kind.plural(), kind.singular(), kind.shortNames(), kind.categories()),
                kind.namespaced(),
                kind.verbs(),
                kind.subresources());
    }

    String plural() {
        return names.plural();
    }
}
