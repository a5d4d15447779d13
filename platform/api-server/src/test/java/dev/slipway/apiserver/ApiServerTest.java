package dev.slipway.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.apiserver.HttpCalls.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ApiServerTest {
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String JSON = "application/json";

    @TempDir static Path folder;

    static RunningServer server;
    static HttpCalls admin;
    static HttpCalls ann;
    static HttpCalls nobody;

    @BeforeAll
    static void start() {
        server = new RunningServer(folder);
        admin = new HttpCalls(server, RunningServer.ADMIN_TOKEN);
        ann = new HttpCalls(server, RunningServer.ANN_TOKEN);
        nobody = new HttpCalls(server, "");
    }

    @AfterAll
    static void stop() {
        admin.close();
        ann.close();
        nobody.close();
        server.close();
    }

    @Test
    void letsOnlyThoseInWhoHaveSignedIn() {
        assertThat(nobody.get("/version").json().path("minor").asText()).isEqualTo("32");
        assertThat(nobody.get("/readyz").body()).isEqualTo("ok");
        assertThat(nobody.get(CONFIG_MAPS).status()).isEqualTo(401);
        assertThat(nobody.get("/api").status()).isEqualTo(401);
        try (HttpCalls wrong = new HttpCalls(server, "wrong-token")) {
            assertThat(wrong.get("/version").json().path("reason").asText())
                    .isEqualTo("Unauthorized");
        }
    }

    @Test
    void saysWhatACallerMayNotDo() {
        Answer answer = ann.get("/apis/apps/v1/namespaces/default/deployments/web");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().path("message").asText())
                .isEqualTo(
                        "deployments.apps \"web\" is forbidden: User \"ann\" cannot get resource"
                                + " \"deployments\" in API group \"apps\" in the namespace"
                                + " \"default\"");
        assertThat(answer.json().path("details").path("kind").asText()).isEqualTo("deployments");
        assertThat(ann.get(CONFIG_MAPS).status()).isEqualTo(200);
    }

    @Test
    void actsAsAnotherOnlyForThoseWhoMay() {
        var asAnn =
                admin.send(
                        admin.request("/apis/apps/v1/deployments")
                                .header("Impersonate-User", "ann")
                                .GET());
        assertThat(asAnn.json().path("message").asText()).contains("User \"ann\" cannot list");

        var asRoot = ann.send(ann.request(CONFIG_MAPS).header("Impersonate-User", "root").GET());
        assertThat(asRoot.status()).isEqualTo(403);
    }

    @Test
    void readsAndWritesYaml() {
        Answer created =
                admin.post(
                        CONFIG_MAPS,
                        "application/yaml",
                        "metadata:\n  name: from-yaml\ndata:\n  a: b\n");
        assertThat(created.status()).isEqualTo(201);

        Answer read = admin.get(CONFIG_MAPS + "/from-yaml", "application/yaml");
        assertThat(read.type()).startsWith("application/yaml");
        assertThat(read.body()).contains("data:\n  a: b\n");
    }

    @Test
    void answersTablesAndMetadata() {
        create("shown");
        JsonNode table =
                admin.get(
                                CONFIG_MAPS + "/shown?includeObject=Object",
                                "application/json;as=Table;v=v1;g=meta.k8s.io,application/json")
                        .json();
        assertThat(table.path("kind").asText()).isEqualTo("Table");
        assertThat(table.at("/columnDefinitions/0/name").asText()).isEqualTo("Name");
        assertThat(table.at("/rows/0/cells/0").asText()).isEqualTo("shown");
        assertThat(table.at("/rows/0/object/kind").asText()).isEqualTo("ConfigMap");

        JsonNode list =
                admin.get(
                                CONFIG_MAPS,
                                "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io")
                        .json();
        assertThat(list.path("kind").asText()).isEqualTo("PartialObjectMetadataList");
        assertThat(list.at("/items/0/metadata/uid").asText()).isNotEmpty();
        assertThat(list.at("/items/0/data").isMissingNode()).isTrue();
        assertThat(admin.get(CONFIG_MAPS, "image/png").status()).isEqualTo(406);
    }

    @Test
    void listsPageByPage() {
        for (int i = 0; i < 5; i++) {
            create("page-" + i);
        }
        JsonNode first = admin.get(CONFIG_MAPS + "?limit=2").json();
        String token = first.at("/metadata/continue").asText();
        assertThat(first.path("items")).hasSize(2);
        assertThat(first.at("/metadata/remainingItemCount").asLong()).isGreaterThanOrEqualTo(3);
        JsonNode second = admin.get(CONFIG_MAPS + "?limit=2&continue=" + token).json();
        assertThat(second.at("/items/0/metadata/name").asText())
                .isGreaterThan(first.at("/items/1/metadata/name").asText());
        assertThat(second.at("/metadata/resourceVersion"))
                .isEqualTo(first.at("/metadata/resourceVersion"));
    }

    @Test
    void streamsLongLists() {
        server.create("namespaces", "", "{\"metadata\":{\"name\":\"many\"}}");
        String filler = "x".repeat(3000);
        for (int i = 0; i < 100; i++) {
            server.create(
                    "configmaps",
                    "many",
                    "{\"metadata\":{\"name\":\"cm-%d\"},\"data\":{\"k\":\"%s\"}}"
                            .formatted(i, filler));
        }
        JsonNode list = admin.get("/api/v1/namespaces/many/configmaps").json();
        assertThat(list.path("items")).hasSize(100);
        assertThat(list.at("/items/99/data/k").asText()).isEqualTo(filler);

        var zipped =
                admin.send(
                        admin.request("/api/v1/namespaces/many/configmaps")
                                .header("Accept-Encoding", "gzip")
                                .GET());
        assertThat(zipped.response().headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(zipped.body().length()).isLessThan(50_000);
    }

    @Test
    void deletesByOptionsInTheBody() {
        create("doomed");
        Answer wrong =
                admin.send(
                        "DELETE",
                        CONFIG_MAPS + "/doomed",
                        JSON,
                        "{\"preconditions\":{\"uid\":\"other\"}}");
        assertThat(wrong.status()).isEqualTo(409);

        Answer dry = admin.send("DELETE", CONFIG_MAPS + "/doomed?dryRun=All", JSON, "");
        assertThat(dry.status()).isEqualTo(200);
        assertThat(admin.get(CONFIG_MAPS + "/doomed").status()).isEqualTo(200);

        Answer deleted =
                admin.send(
                        "DELETE",
                        CONFIG_MAPS + "/doomed",
                        JSON,
                        "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\","
                                + "\"propagationPolicy\":\"Background\"}");
        assertThat(deleted.json().path("status").asText()).isEqualTo("Success");
        assertThat(deleted.json().at("/details/name").asText()).isEqualTo("doomed");
        assertThat(admin.get(CONFIG_MAPS + "/doomed").json().path("message").asText())
                .isEqualTo("configmaps \"doomed\" not found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/apis/apps/v1/deploymints", "/apis/nosuch/v1", "/api/v2", "/nothing"})
    void answersUnknownPathsAsClientsExpect(String path) {
        Answer answer = admin.get(path);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("message").asText())
                .startsWith("the server could not find the requested resource");
    }

    @Test
    void suggestsTheKindThatWasMeant() {
        assertThat(admin.get("/apis/apps/v1/deploymints").body())
                .contains("did you mean deployments?");
        assertThat(admin.get("/api/v1/deployments").body()).contains("of apps/v1");
    }

    @Test
    void explainsBadRequests() {
        assertThat(admin.post(CONFIG_MAPS, JSON, "{\"metadata\":").json().path("message").asText())
                .contains("invalid JSON")
                .contains("line 1");
        assertThat(admin.post(CONFIG_MAPS, "text/csv", "a,b").status()).isEqualTo(415);
        assertThat(admin.get(CONFIG_MAPS + "?limit=many").json().path("message").asText())
                .isEqualTo(
                        "query parameter limit: \"many\" (expected: a whole number, not"
                                + " negative)");
        assertThat(admin.get(CONFIG_MAPS + "?labelSelector=a%20b").status()).isEqualTo(400);
        assertThat(admin.send("PUT", CONFIG_MAPS, JSON, "{}").status()).isEqualTo(405);
        assertThat(admin.post(CONFIG_MAPS, JSON, "x".repeat(4_000_000)).status()).isEqualTo(413);
    }

    @Test
    void describesKindsInBothFormsOfDiscovery() {
        JsonNode old = admin.get("/apis/apps/v1").json();
        assertThat(old.path("resources").findValuesAsText("name"))
                .contains("deployments", "deployments/status", "deployments/scale");

        Answer answer =
                admin.get(
                        "/apis",
                        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
                                + "application/json");
        assertThat(answer.type())
                .contains("g=apidiscovery.k8s.io", "v=v2", "APIGroupDiscoveryList");
        assertThat(answer.json().path("items").findValuesAsText("resource"))
                .contains("deployments", "jobs", "selfsubjectaccessreviews");
        String tag = answer.response().headers().firstValue("ETag").orElseThrow();
        var again =
                admin.send(
                        admin.request("/apis")
                                .header(
                                        "Accept",
                                        "application/json;g=apidiscovery.k8s.io;v=v2;"
                                                + "as=APIGroupDiscoveryList")
                                .header("If-None-Match", tag)
                                .GET());
        assertThat(again.status()).isEqualTo(304);
    }

    @Test
    void describesOperationsInOpenApi() {
        JsonNode index = admin.get("/openapi/v3").json();
        String url = index.at("/paths/apis~1apps~1v1/serverRelativeURL").asText();
        JsonNode document = admin.get(url).json();
        JsonNode patch =
                document.path("paths")
                        .path("/apis/apps/v1/namespaces/{namespace}/deployments/{name}")
                        .path("patch");
        assertThat(patch.at("/x-kubernetes-group-version-kind/kind").asText())
                .isEqualTo("Deployment");
        assertThat(patch.path("parameters").findValuesAsText("name")).contains("fieldValidation");
    }

    @Test
    void answersReviews() {
        String review =
                "{\"spec\":{\"resourceAttributes\":{\"verb\":\"%s\",\"resource\":\"configmaps\"}}}";
        String path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
        assertThat(allowed(ann.post(path, JSON, review.formatted("list")))).isTrue();
        assertThat(allowed(ann.post(path, JSON, review.formatted("create")))).isFalse();
        assertThat(
                        ann.post("/apis/authorization.k8s.io/v1/subjectaccessreviews", JSON, "{}")
                                .status())
                .isEqualTo(403);
    }

    private static boolean allowed(Answer review) {
        assertThat(review.status()).isEqualTo(201);
        return review.json().at("/status/allowed").asBoolean();
    }

    private static void create(String name) {
        server.create("configmaps", "default", "{\"metadata\":{\"name\":\"" + name + "\"}}");
    }
}
