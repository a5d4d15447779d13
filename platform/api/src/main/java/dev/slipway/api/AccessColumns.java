package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/// The tables of roles and bindings.
final class AccessColumns {
    private AccessColumns() {}

    static List<Column> roles() {
        return List.of(Columns.NAME, Columns.CREATED_AT);
    }

    static List<Column> bindings() {
        return List.of(
                Columns.NAME,
                Columns.text(
                        "Role",
                        "The role that is granted.",
                        (binding, now) ->
                                binding.at("/roleRef/kind").asText("")
                                        + "/"
                                        + binding.at("/roleRef/name").asText("")),
                Columns.AGE,
                Columns.wide("Users", "To whom.", (binding, now) -> subjects(binding, "User")),
                Columns.wide("Groups", "To whom.", (binding, now) -> subjects(binding, "Group")),
                Columns.wide(
                        "ServiceAccounts",
                        "To whom.",
                        (binding, now) -> subjects(binding, "ServiceAccount")));
    }

    private static String subjects(ObjectNode binding, String kind) {
        List<String> names = new ArrayList<>();
        for (JsonNode subject : binding.path("subjects")) {
            if (Trees.text(subject, "kind").equals(kind)) {
                String namespace = Trees.text(subject, "namespace");
                String name = Trees.text(subject, "name");
                names.add(namespace.isEmpty() ? name : namespace + "/" + name);
            }
        }
        return String.join(", ", names);
    }
}
