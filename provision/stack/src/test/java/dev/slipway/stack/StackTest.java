package dev.slipway.stack;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.api.testing.MemoryApi;
import dev.slipway.client.Cluster;
import dev.slipway.client.DeleteOptions;
import dev.slipway.controller.Informers;
import dev.slipway.controller.SystemTime;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.RawResource;
import dev.slipway.model.Yaml;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Stack;
import dev.slipway.model.kinds.StackRun;
import dev.slipway.terraform.remote.RemoteHosts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stacks with the real API, the real engine and the built-in provider. Runs take their own time,
/// so that tests wait for what is to come.
final class StackTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CONFIGURATION =
            """
            variable "size" { type = number }
            variable "secret" {
              type    = string
              default = "none"
            }
            resource "terraform_data" "it" { input = var.size }
            output "size" { value = terraform_data.it.output }
            output "hidden" {
              value     = "x${var.secret}"
              sensitive = true
            }
            """;

    @TempDir Path folder;
    private SystemTime time;
    private MemoryApi api;
    private Cluster cluster;
    private Informers informers;
    private StackController stacks;
    private Path source;

    @BeforeEach
    void open() throws Exception {
        time = new SystemTime();
        api = MemoryApi.open(time::now, 1);
        cluster = api.cluster();
        create("{apiVersion: v1, kind: Namespace, metadata: {name: default}}");
        source = Files.createDirectory(folder.resolve("source"));
        start();
    }

    private void start() throws InterruptedException {
        informers = new Informers(cluster, time);
        Path data = folder.resolve("data");
        stacks =
                new StackController(
                        cluster,
                        informers,
                        new FolderEngine(data.resolve("schemas"), RemoteHosts.NONE, time::now),
                        data,
                        time);
        informers.start();
        informers.awaitSync();
        stacks.start();
    }

    private void stop() throws InterruptedException {
        stacks.close();
        informers.close();
    }

    @AfterEach
    void close() throws Exception {
        stop();
        api.close();
        time.close();
    }

    @Test
    void plansWaitsForApprovalAppliesAndHandsOutOutputs() throws Exception {
        Files.writeString(source.resolve("main.tf"), CONFIGURATION);
        create(
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: given, namespace: default}
                stringData: {word: s3cret}
                """);
        create(
                """
                apiVersion: slipway.dev/v1alpha1
                kind: Stack
                metadata: {name: net, namespace: default}
                spec:
                  source: {folder: "%s"}
                  variables:
                    - {name: size, value: 3}
                    - name: secret
                      valueFrom: {secretKeyRef: {name: given, key: word}}
                  outputs: {configMap: net-outputs, secret: net-secrets}
                """
                        .formatted(source));
        Stack waiting = await("net", "AwaitingApproval");
        assertThat(waiting.status().message()).contains("net-1", "1 to add", Stack.APPROVE);
        StackRun run = run("net-1");
        assertThat(run.status().plan()).contains("terraform_data.it will be created");
        annotate("net", Stack.APPROVE, "net-1");
        await("net", "Applied");
        assertThat(run("net-1").status().log()).contains("Creation complete");
        assertThat(object(Kinds.CONFIG_MAP.raw(), "net-outputs").at("/data").toString())
                .isEqualTo("{\"size\":\"3\"}");
        assertThat(object(Kinds.SECRET.raw(), "net-secrets").at("/data/hidden").asText())
                .isEqualTo("eHMzY3JldA==");
        // A change of the configuration is planned anew; the old approval is of no use for it.
        Files.writeString(source.resolve("more.tf"), "resource \"terraform_data\" \"more\" {}");
        annotate("net", "test/wake", "1");
        await("net", stack -> "net-2".equals(stack.status().run()));
        await("net", "AwaitingApproval");
    }

    @Test
    void saysWhatIsWrongAndGoesOnOnceItIsMended() throws Exception {
        Files.writeString(source.resolve("main.tf"), CONFIGURATION);
        create(
                """
                apiVersion: slipway.dev/v1alpha1
                kind: Stack
                metadata: {name: net, namespace: default}
                spec: {source: {folder: "%s"}, approval: Automatic}
                """
                        .formatted(source));
        Stack failed = await("net", "Failed");
        assertThat(failed.status().message())
                .contains("No value for required variable", "main.tf:1");
        patch("net", "{\"spec\": {\"variables\": [{\"name\": \"size\", \"value\": 1}]}}");
        await("net", "Applied");
        assertThat(run("net-2").status().phase()).isEqualTo("Applied");
    }

    @Test
    void survivesARestartWhileAPlanWaits() throws Exception {
        Files.writeString(source.resolve("main.tf"), CONFIGURATION);
        create(
                """
                apiVersion: slipway.dev/v1alpha1
                kind: Stack
                metadata: {name: net, namespace: default}
                spec:
                  source: {folder: "%s"}
                  variables: [{name: size, value: 3}]
                """
                        .formatted(source));
        await("net", "AwaitingApproval");
        stop();
        start();
        annotate("net", Stack.APPROVE, "net-1");
        await("net", "Applied");
    }

    @Test
    void plansTheNextRoundByItselfAndHasItApproved() throws Exception {
        Files.writeString(
                source.resolve("main.tf"),
                """
                resource "terraform_data" "first" {}
                resource "terraform_data" "many" {
                  count = length(split("-", terraform_data.first.id)) - 3
                }
                """);
        create(
                """
                apiVersion: slipway.dev/v1alpha1
                kind: Stack
                metadata: {name: net, namespace: default}
                spec: {source: {folder: "%s"}}
                """
                        .formatted(source));
        await("net", "AwaitingApproval");
        assertThat(run("net-1").status().deferred()).isEqualTo(1);
        annotate("net", Stack.APPROVE, "net-1");
        await("net", stack -> "net-2".equals(stack.status().run()));
        await("net", "AwaitingApproval");
        assertThat(run("net-2").spec().reason()).isEqualTo("Round");
        annotate("net", Stack.APPROVE, "net-2");
        await("net", "Applied");
        StackRun.Changes changes = requireNonNull(run("net-2").status().changes());
        assertThat(changes.added()).isEqualTo(2);
        assertThat(cluster.resources(Kinds.STACK_RUN).find(key("net-3"))).isEmpty();
    }

    @Test
    void destroysWhatItMadeBeforeItGoes() throws Exception {
        Files.writeString(source.resolve("main.tf"), CONFIGURATION);
        create(
                """
                apiVersion: slipway.dev/v1alpha1
                kind: Stack
                metadata: {name: net, namespace: default}
                spec:
                  source: {folder: "%s"}
                  variables: [{name: size, value: 3}]
                  approval: Automatic
                  destroyOnDelete: true
                """
                        .formatted(source));
        await("net", "Applied");
        Path state = folder.resolve("data/folders/default/net/terraform.tfstate");
        assertThat(Files.readString(state)).contains("terraform_data");
        cluster.resources(Kinds.STACK).delete(key("net"), DeleteOptions.background());
        until(() -> cluster.resources(Kinds.STACK).find(key("net")).isEmpty());
        assertThat(Files.readString(state)).doesNotContain("terraform_data");
    }

    @Test
    void followsABranchOfARepository() throws Exception {
        try (Git git = Git.init().setDirectory(source.toFile()).setInitialBranch("main").call()) {
            commit(git, "main.tf", "resource \"terraform_data\" \"a\" {}");
            create(
                    """
                    apiVersion: slipway.dev/v1alpha1
                    kind: Stack
                    metadata: {name: net, namespace: default}
                    spec:
                      source: {git: {url: "%s", ref: main, interval: 1s}}
                      approval: Automatic
                    """
                            .formatted(source.toUri()));
            Stack first = await("net", "Applied");
            assertThat(first.status().revision()).isEqualTo(head(git));
            commit(git, "more.tf", "resource \"terraform_data\" \"b\" {}");
            String second = head(git);
            await(
                    "net",
                    stack ->
                            stack.status().applied() != null
                                    && second.equals(stack.status().applied().revision()));
        }
    }

    private void commit(Git git, String name, String text) throws Exception {
        Files.writeString(source.resolve(name), text);
        git.add().addFilepattern(".").call();
        git.commit()
                .setMessage("Change " + name)
                .setAuthor("a", "a@example.org")
                .setCommitter("a", "a@example.org")
                .setSign(false)
                .call();
    }

    private static String head(Git git) throws Exception {
        return java.util.Objects.requireNonNull(git.getRepository().resolve("HEAD")).name();
    }

    private static ObjectKey key(String name) {
        return new ObjectKey("default", name);
    }

    private Stack await(String name, String phase) throws InterruptedException {
        return await(name, stack -> phase.equals(stack.status().phase()));
    }

    private Stack await(String name, Predicate<Stack> condition) throws InterruptedException {
        Stack[] last = new Stack[1];
        try {
            until(() -> {
                last[0] = cluster.resources(Kinds.STACK).find(key(name)).orElseThrow();
                return condition.test(last[0]);
            });
        } catch (AssertionError e) {
            throw new AssertionError("It stayed at " + Json.tree(last[0]), e);
        }
        return last[0];
    }

    private static void until(java.util.function.BooleanSupplier condition)
            throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("It did not come about");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private StackRun run(String name) {
        return cluster.resources(Kinds.STACK_RUN).find(key(name)).orElseThrow();
    }

    private ObjectNode object(Kind<RawResource> kind, String name) {
        return cluster.resources(kind).find(key(name)).orElseThrow().tree();
    }

    private void annotate(String name, String annotation, String value) {
        patch(
                name,
                "{\"metadata\": {\"annotations\": {\"%s\": \"%s\"}}}".formatted(annotation, value));
    }

    private void patch(String name, String change) {
        cluster.resources(Kinds.STACK)
                .patch(
                        key(name),
                        new Patch.MergePatch(
                                Json.parseObject(
                                        change.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
    }

    private void create(String text) {
        RawResource object = RawResource.of(Yaml.parse(text, "test").getFirst().object());
        for (Kind<?> kind : Kinds.all()) {
            if (kind.type().equals(object.type())) {
                cluster.resources(kind.raw()).create(object);
                return;
            }
        }
        throw new IllegalArgumentException("Unknown kind " + object.type());
    }
}
