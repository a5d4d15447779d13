package dev.slipway.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class Fabric8Test {
    @TempDir static Path folder;

    private RunningServer server;
    private KubernetesClient client;

    @BeforeEach
    void start() throws Exception {
        server = new RunningServer(folder);
        Config config = Config.fromKubeconfig(Files.readString(server.kubeconfig));
        client = new KubernetesClientBuilder().withConfig(config).build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void watchesOverAWebSocket() throws Exception {
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        var watch =
                client.configMaps()
                        .inNamespace("default")
                        .watch(
                                new Watcher<ConfigMap>() {
                                    @Override
                                    public void eventReceived(Action action, ConfigMap object) {
                                        events.add(action + " " + object.getMetadata().getName());
                                    }

                                    @Override
                                    public void onClose(WatcherException cause) {
                                        events.add("closed");
                                    }
                                });
        try (watch) {
            create("a");
            assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo("ADDED a");
            client.configMaps().inNamespace("default").withName("a").delete();
            assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo("DELETED a");
        }
    }

    @Test
    void keepsInformersInformed() throws Exception {
        create("a");
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        var informer =
                client.configMaps()
                        .inNamespace("default")
                        .inform(
                                new ResourceEventHandler<>() {
                                    @Override
                                    public void onAdd(ConfigMap object) {
                                        events.add("add " + object.getMetadata().getName());
                                    }

                                    @Override
                                    public void onUpdate(ConfigMap before, ConfigMap after) {
                                        events.add("update " + after.getData().get("k"));
                                    }

                                    @Override
                                    public void onDelete(ConfigMap object, boolean unknown) {
                                        events.add("delete " + object.getMetadata().getName());
                                    }
                                });
        try (informer) {
            assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo("add a");
            client.configMaps()
                    .inNamespace("default")
                    .withName("a")
                    .edit(map -> new ConfigMapBuilder(map).addToData("k", "v").build());
            assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo("update v");
            assertThat(informer.hasSynced()).isTrue();
        }
    }

    private void create(String name) {
        client.configMaps()
                .inNamespace("default")
                .resource(
                        new ConfigMapBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .endMetadata()
                                .build())
                .create();
    }
}
