package dev.slipway.provider.schema;

/// What people are told of an attribute or block. An empty `deprecationMessage` with `deprecated`
/// means that no more is said.
public record Text(
        String description, boolean markdown, boolean deprecated, String deprecationMessage) {
    public static final Text NONE = new Text("", false, false, "");
}
