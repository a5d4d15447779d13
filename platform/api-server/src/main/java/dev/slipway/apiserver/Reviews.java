package dev.slipway.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import dev.slipway.api.Access;
import dev.slipway.api.Authorizer.Decision;
import dev.slipway.api.Caller;
import dev.slipway.apiserver.ServedKind.Names;
import dev.slipway.model.ApiException;
import dev.slipway.model.GroupVersionKind;
import dev.slipway.model.Json;
import dev.slipway.model.kinds.PolicyRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Questions in the form of objects: may I do this, who am I. They are created, answered in their
/// `status` and not stored. Everyone signed in may ask about himself; who asks about others needs
/// the right to create that kind of review. Thread-safe.
final class Reviews {
    private static final String AUTHORIZATION = "authorization.k8s.io";
    private static final String AUTHENTICATION = "authentication.k8s.io";
    private static final String SELF_ACCESS = "SelfSubjectAccessReview";
    private static final String SELF_RULES = "SelfSubjectRulesReview";
    private static final String SELF = "SelfSubjectReview";
    private static final String ACCESS = "SubjectAccessReview";
    private static final String LOCAL_ACCESS = "LocalSubjectAccessReview";

    static final List<ServedKind> KINDS =
            List.of(
                    kind(AUTHENTICATION, SELF, false),
                    kind(AUTHORIZATION, SELF_ACCESS, false),
                    kind(AUTHORIZATION, SELF_RULES, false),
                    kind(AUTHORIZATION, ACCESS, false),
                    kind(AUTHORIZATION, LOCAL_ACCESS, true));

    private final Gate gate;

    Reviews(Gate gate) {
        this.gate = gate;
    }

    static @Nullable ServedKind find(RequestPath.Resource path) {
        for (ServedKind kind : KINDS) {
            if (kind.type().group().equals(path.group())
                    && kind.type().version().equals(path.version())
                    && kind.plural().equals(path.plural())) {
                return kind;
            }
        }
        return null;
    }

    HttpResponse answer(Call call, RequestPath.Resource path, ServedKind kind) {
        if (call.method() != HttpMethod.POST || !path.name().isEmpty()) {
            throw call.methodNotAllowed();
        }
        Caller caller = call.caller();
        gate.requireSignedIn(caller);
        if (!kind.type().kind().startsWith("Self")) {
            gate.check(caller, creation(path), null);
        }
        ObjectNode review = Bodies.object(call);
        review.put("kind", kind.type().kind()).put("apiVersion", kind.type().apiVersion());
        switch (kind.type().kind()) {
            case SELF -> review.set("status", who(caller));
            case SELF_RULES ->
                    review.set("status", rules(caller, text(review.path("spec"), "namespace")));
            case SELF_ACCESS -> review.set("status", access(caller, review.path("spec")));
            default -> review.set("status", access(subject(review), review.path("spec")));
        }
        return Replies.json(call, HttpStatus.CREATED, Json.bytes(review));
    }

    private ObjectNode access(Caller caller, JsonNode spec) {
        JsonNode resource = spec.path("resourceAttributes");
        JsonNode path = spec.path("nonResourceAttributes");
        if (resource.isObject() == path.isObject()) {
            throw ApiException.badRequest(
                    "spec: exactly one of resourceAttributes and nonResourceAttributes is needed");
        }
        Access access =
                path.isObject()
                        ? Access.toPath(text(path, "verb"), text(path, "path"))
                        : new Access(
                                text(resource, "verb"),
                                text(resource, "group"),
                                text(resource, "resource"),
                                text(resource, "subresource"),
                                text(resource, "namespace"),
                                text(resource, "name"),
                                "");
        Decision decision = gate.decide(caller, access);
        ObjectNode status = Json.object();
        status.put("allowed", decision.allowed());
        if (!decision.reason().isEmpty()) {
            status.put("reason", decision.reason());
        }
        return status;
    }

    private static ObjectNode who(Caller caller) {
        ObjectNode status = Json.object();
        ObjectNode user = status.putObject("userInfo");
        user.put("username", caller.name());
        if (!caller.uid().isEmpty()) {
            user.put("uid", caller.uid());
        }
        ArrayNode groups = user.putArray("groups");
        caller.groups().forEach(groups::add);
        return status;
    }

    private ObjectNode rules(Caller caller, String namespace) {
        ObjectNode status = Json.object();
        ArrayNode resources = status.putArray("resourceRules");
        ArrayNode paths = status.putArray("nonResourceRules");
        List<PolicyRule> rules = gate.rulesOf(caller, namespace);
        for (PolicyRule rule : rules == null ? List.<PolicyRule>of() : rules) {
            if (rule.nonResourceURLs().isEmpty()) {
                ObjectNode described = resources.addObject();
                add(described, "verbs", rule.verbs());
                add(described, "apiGroups", rule.apiGroups());
                add(described, "resources", rule.resources());
                add(described, "resourceNames", rule.resourceNames());
            } else {
                ObjectNode described = paths.addObject();
                add(described, "verbs", rule.verbs());
                add(described, "nonResourceURLs", rule.nonResourceURLs());
            }
        }
        return status.put("incomplete", rules == null);
    }

    private static void add(ObjectNode rule, String field, List<String> words) {
        if (!words.isEmpty()) {
            ArrayNode array = rule.putArray(field);
            words.forEach(array::add);
        }
    }

    private static Caller subject(ObjectNode review) {
        JsonNode spec = review.path("spec");
        List<String> groups = new ArrayList<>();
        for (JsonNode group : spec.path("groups")) {
            groups.add(group.asText());
        }
        String user = text(spec, "user");
        if (user.isEmpty() && groups.isEmpty()) {
            throw ApiException.badRequest("spec: at least one of user and groups is needed");
        }
        return new Caller(user, text(spec, "uid"), groups);
    }

    private static Access creation(RequestPath.Resource path) {
        return new Access("create", path.group(), path.plural(), "", path.namespace(), "", "");
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }

    private static ServedKind kind(String group, String kind, boolean namespaced) {
        String singular = kind.toLowerCase(java.util.Locale.ROOT);
        return new ServedKind(
                new GroupVersionKind(group, "v1", kind),
                new Names(singular + "s", singular, List.of(), List.of()),
                namespaced,
                List.of("create"),
                List.of());
    }
}
