package dev.slipway.node;

import static java.util.Objects.requireNonNull;

/// What a reference in a container's specification stands for on this machine: `id` names the
/// content (`sha256:…`), and is the reference itself where there is none.
public record Image(String reference, String id) {
    public Image {
        requireNonNull(reference, "reference");
        requireNonNull(id, "id");
    }
}
