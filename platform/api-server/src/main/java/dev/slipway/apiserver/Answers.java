package dev.slipway.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import dev.slipway.api.KindDefinition;
import dev.slipway.api.ObjectList;
import dev.slipway.api.StoredObject;
import dev.slipway.api.Target;
import dev.slipway.apiserver.Tables.Include;
import dev.slipway.model.Json;
import dev.slipway.model.Yaml;
import java.util.List;

/// Objects and lists in the form the client asked for. Thread-safe.
final class Answers {
    private static final MediaType YAML = MediaType.parse("application/yaml");

    private final Tables tables;
    private final Statuses statuses;
    private final ListStream lists;

    Answers(Tables tables, Statuses statuses, ListStream lists) {
        this.tables = tables;
        this.statuses = statuses;
        this.lists = lists;
    }

    HttpResponse object(
            Call call,
            HttpStatus status,
            Target target,
            StoredObject object,
            List<String> warnings) {
        Accept accept = call.accept();
        if (accept.form() == Accept.Form.YAML) {
            return yaml(call, status, object.tree(), warnings);
        }
        // Rows are computed from whole objects, not from what stands for a part of them.
        boolean whole = target.subresource().isEmpty() || target.subresource().equals("status");
        byte[] body =
                switch (accept.form()) {
                    case TABLE ->
                            whole
                                    ? Json.bytes(table(call, target, object, accept))
                                    : object.bytes();
                    case METADATA, METADATA_LIST ->
                            Json.bytes(ListDocuments.metadataOnly(object, accept.apiVersion()));
                    case OBJECT, YAML, AGGREGATED_DISCOVERY -> object.bytes();
                };
        return Replies.json(call, status, body, warnings);
    }

    HttpResponse list(Call call, KindDefinition kind, ObjectList list) {
        Accept accept = call.accept();
        return switch (accept.form()) {
            case TABLE -> {
                Include include = Include.parse(call.query().text("includeObject"));
                ObjectNode table = tables.ofList(kind, list, accept.apiVersion(), include);
                yield Replies.json(call, HttpStatus.OK, Json.bytes(table));
            }
            case METADATA, METADATA_LIST ->
                    Replies.json(
                            call,
                            HttpStatus.OK,
                            Json.bytes(ListDocuments.metadataList(list, accept.apiVersion())));
            case YAML -> {
                byte[] json = ListDocuments.whole(kind, list);
                yield yaml(call, HttpStatus.OK, Json.parseObject(json), List.of());
            }
            case OBJECT, AGGREGATED_DISCOVERY -> lists.answer(call, kind, list);
        };
    }

    HttpResponse deleted(Call call, Target target, StoredObject object) {
        ObjectNode status = statuses.deleted(target.kind(), object.key(), object.index().uid());
        return Replies.json(call, HttpStatus.OK, Json.bytes(status));
    }

    private ObjectNode table(Call call, Target target, StoredObject object, Accept accept) {
        Include include = Include.parse(call.query().text("includeObject"));
        return tables.ofObject(target.kind(), object, accept.apiVersion(), include);
    }

    private static HttpResponse yaml(
            Call call, HttpStatus status, ObjectNode tree, List<String> warnings) {
        ResponseHeadersBuilder headers = ResponseHeaders.builder(status).contentType(YAML);
        Replies.warn(headers, warnings);
        return Replies.bytes(call, headers, Replies.utf8(Yaml.write(tree)));
    }
}
