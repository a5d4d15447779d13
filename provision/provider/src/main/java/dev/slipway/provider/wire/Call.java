package dev.slipway.provider.wire;

/// The calls of the provider service that a client makes. Some have other names in protocol 5.
public enum Call {
    GET_SCHEMA("GetSchema", "GetProviderSchema"),
    GET_IDENTITY_SCHEMAS("GetResourceIdentitySchemas"),
    VALIDATE_PROVIDER("PrepareProviderConfig", "ValidateProviderConfig"),
    VALIDATE_RESOURCE("ValidateResourceTypeConfig", "ValidateResourceConfig"),
    VALIDATE_DATA_SOURCE("ValidateDataSourceConfig", "ValidateDataResourceConfig"),
    VALIDATE_EPHEMERAL("ValidateEphemeralResourceConfig"),
    CONFIGURE("Configure", "ConfigureProvider"),
    UPGRADE_STATE("UpgradeResourceState"),
    UPGRADE_IDENTITY("UpgradeResourceIdentity"),
    READ("ReadResource"),
    PLAN("PlanResourceChange"),
    APPLY("ApplyResourceChange"),
    IMPORT("ImportResourceState"),
    MOVE("MoveResourceState"),
    READ_DATA_SOURCE("ReadDataSource"),
    OPEN_EPHEMERAL("OpenEphemeralResource"),
    RENEW_EPHEMERAL("RenewEphemeralResource"),
    CLOSE_EPHEMERAL("CloseEphemeralResource"),
    CALL_FUNCTION("CallFunction"),
    STOP("Stop", "StopProvider");

    private final String name5;
    private final String name6;

    Call(String name) {
        this(name, name);
    }

    Call(String name5, String name6) {
        this.name5 = name5;
        this.name6 = name6;
    }

    /// The name of the gRPC method.
    public String method(Protocol protocol) {
        return switch (protocol) {
            case V5 -> name5;
            case V6 -> name6;
        };
    }
}
