package dev.slipway.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import dev.slipway.api.KindRegistry;
import dev.slipway.apiserver.Catalogue.Version;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.Json;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// `/openapi/v3`: an index, and a document for each group and version, made when it is first asked
/// for. Thread-safe.
final class OpenApi {
    static final String ROOT = "/openapi/v3";
    static final String OLD_ROOT = "/openapi/v2";

    private static final String OLD_FORM =
            "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    /// `swagger: "2.0"`, the only field, which is number 1.
    private static final byte[] NO_SCHEMAS = {0x0a, 3, '2', '.', '0'};

    private final Catalogue.Derived<Documents> documents;

    OpenApi(KindRegistry kinds, SchemaDocuments schemas, String version) {
        OpenApiDocument writer = new OpenApiDocument(schemas, version);
        this.documents =
                new Catalogue.Derived<>(kinds, catalogue -> new Documents(catalogue, writer));
    }

    HttpResponse answer(Call call, String path) {
        if (path.equals(ROOT)) {
            return Replies.json(call, HttpStatus.OK, documents.value().index());
        }
        Document document = documents.value().find(path.substring(ROOT.length() + 1));
        if (document == null) {
            throw new ApiException(
                    Reason.NOT_FOUND, "the server could not find the requested resource");
        }
        ResponseHeadersBuilder headers =
                ResponseHeaders.builder(HttpStatus.OK)
                        .contentType(Replies.JSON)
                        .set(HttpHeaderNames.ETAG, "\"" + document.tag() + "\"");
        if (Tags.matches(call, document.tag())) {
            return HttpResponse.of(headers.status(HttpStatus.NOT_MODIFIED).build());
        }
        return Replies.bytes(call, headers, document.bytes());
    }

    /// kubectl asks the older version about kinds that it misses in the newer one. It has none
    /// either: with that answer kubectl says that it finds no such kind, rather than that it could
    /// not ask.
    static HttpResponse answerOld(Call call) {
        return Replies.bytes(
                call,
                ResponseHeaders.builder(HttpStatus.OK).set(HttpHeaderNames.CONTENT_TYPE, OLD_FORM),
                NO_SCHEMAS);
    }

    private record Document(byte[] bytes, String tag) {}

    private static final class Documents {
        private final Catalogue catalogue;
        private final OpenApiDocument writer;
        private final byte[] index;
        private final Map<String, Document> made = new ConcurrentHashMap<>();

        Documents(Catalogue catalogue, OpenApiDocument writer) {
            this.catalogue = catalogue;
            this.writer = writer;
            this.index = writeIndex();
        }

        byte[] index() {
            return index;
        }

        /// A document's address carries a tag of what it is made from, so that clients may keep it
        /// as long as the address stays.
        private byte[] writeIndex() {
            ObjectNode tree = Json.object();
            ObjectNode paths = tree.putObject("paths");
            for (Catalogue.Group group : catalogue.groups()) {
                for (Version version : group.versions()) {
                    String hash = Tags.of(Replies.utf8(version.toString() + writer.version()));
                    paths.putObject(version.path())
                            .put(
                                    "serverRelativeURL",
                                    ROOT + "/" + version.path() + "?hash=" + hash);
                }
            }
            return Json.bytes(tree);
        }

        @org.jspecify.annotations.Nullable
        Document find(String path) {
            for (Catalogue.Group group : catalogue.groups()) {
                for (Version version : group.versions()) {
                    if (version.path().equals(path)) {
                        return made.computeIfAbsent(path, _ -> make(version));
                    }
                }
            }
            return null;
        }

        private Document make(Version version) {
            byte[] bytes = Json.bytes(writer.write(version));
            return new Document(bytes, Tags.of(bytes));
        }
    }
}
