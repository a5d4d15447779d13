package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.ApiException;
import dev.slipway.model.Patch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ConcurrencyTest {
    private static final int WRITERS = 8;
    private static final int WRITES = 25;

    private final TestApi test = new TestApi();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void losesNoPatchOfMany() throws Exception {
        test.create("configmaps", "{\"metadata\":{\"name\":\"a\"}}");
        Target target = test.target("configmaps", "a");

        inParallel(writer -> {
            for (int i = 0; i < WRITES; i++) {
                String change = "{\"data\":{\"w" + writer + "-" + i + "\":\"x\"}}";
                test.merge(target, change);
            }
        });

        assertThat(test.get("configmaps", "a").get("data")).hasSize(WRITERS * WRITES);
    }

    @Test
    void letsOneOfManyCreateAName() throws Exception {
        List<String> created = Collections.synchronizedList(new ArrayList<>());

        inParallel(writer -> {
            for (int i = 0; i < WRITES; i++) {
                try {
                    String json = "{\"metadata\":{\"name\":\"n" + i + "\"}}";
                    created.add(test.create("configmaps", json).at("/metadata/name").asText());
                } catch (ApiException e) {
                    assertThat(e.reason()).isEqualTo(ApiException.Reason.ALREADY_EXISTS);
                }
            }
        });

        assertThat(created).hasSize(WRITES).doesNotHaveDuplicates();
    }

    @Test
    void givesServicesMadeAtOnceDifferentAddresses() throws Exception {
        inParallel(writer -> {
            for (int i = 0; i < 5; i++) {
                String name = "s" + writer + "-" + i;
                test.create(
                        "services",
                        "{\"metadata\":{\"name\":\"%s\"},\"spec\":{\"ports\":[{\"port\":80}]}}"
                                .formatted(name));
            }
        });

        ObjectList services =
                test.api.list(
                        TestApi.ALICE, test.kind("services"), ListOptions.inNamespace("default"));
        assertThat(services.items())
                .extracting(service -> service.tree().at("/spec/clusterIP").asText())
                .hasSize(WRITERS * 5)
                .doesNotHaveDuplicates();
    }

    @Test
    void conflictsWhenTheVersionNamedIsGone() throws Exception {
        String version =
                test.create("configmaps", "{\"metadata\":{\"name\":\"a\"}}")
                        .at("/metadata/resourceVersion")
                        .asText();
        List<String> written = Collections.synchronizedList(new ArrayList<>());

        inParallel(writer -> {
            Patch patch =
                    new Patch.MergePatch(
                            TestApi.json(
                                    "{\"metadata\":{\"resourceVersion\":\"%s\"},\"data\":{\"w\":\"%d\"}}"
                                            .formatted(version, writer)));
            try {
                test.api.patch(
                        TestApi.ALICE,
                        test.target("configmaps", "a"),
                        patch,
                        WriteOptions.defaults());
                written.add("w" + writer);
            } catch (ApiException e) {
                assertThat(e.reason()).isEqualTo(ApiException.Reason.CONFLICT);
            }
        });

        assertThat(written).hasSize(1);
    }

    private interface Work {
        void run(int writer);
    }

    private static void inParallel(Work work) throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                tasks.add(() -> {
                    work.run(writer);
                    return writer;
                });
            }
            for (Future<Integer> result : executor.invokeAll(tasks)) {
                result.get();
            }
        }
    }
}
