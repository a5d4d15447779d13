package dev.slipway.terraform.plan;

/// Why an action was chosen where that is not plain; the names are those of the JSON plan format.
public enum ActionReason {
    NONE(""),
    REPLACE_BECAUSE_TAINTED("replace_because_tainted"),
    REPLACE_BY_REQUEST("replace_by_request"),
    REPLACE_BY_TRIGGERS("replace_by_triggers"),
    REPLACE_BECAUSE_CANNOT_UPDATE("replace_because_cannot_update"),
    DELETE_BECAUSE_NO_RESOURCE_CONFIG("delete_because_no_resource_config"),
    DELETE_BECAUSE_NO_MODULE("delete_because_no_module"),
    DELETE_BECAUSE_NO_MOVE_TARGET("delete_because_no_move_target"),
    DELETE_BECAUSE_WRONG_REPETITION("delete_because_wrong_repetition"),
    DELETE_BECAUSE_COUNT_INDEX("delete_because_count_index"),
    DELETE_BECAUSE_EACH_KEY("delete_because_each_key"),
    READ_BECAUSE_CONFIG_UNKNOWN("read_because_config_unknown"),
    READ_BECAUSE_DEPENDENCY_PENDING("read_because_dependency_pending"),
    READ_BECAUSE_CHECK_NESTED("read_because_check_nested"),
    DEFERRED_COUNT_UNKNOWN("instance_count_unknown"),
    DEFERRED_PROVIDER_UNKNOWN("provider_config_unknown"),
    DEFERRED_PREREQUISITE("deferred_prereq");

    private final String json;

    /// Whether it says why something is planned in a further round.
    public boolean isDeferral() {
        return this == DEFERRED_COUNT_UNKNOWN
                || this == DEFERRED_PROVIDER_UNKNOWN
                || this == DEFERRED_PREREQUISITE;
    }

    ActionReason(String json) {
        this.json = json;
    }

    /// As the JSON formats have it; empty for [#NONE].
    public String json() {
        return json;
    }
}
