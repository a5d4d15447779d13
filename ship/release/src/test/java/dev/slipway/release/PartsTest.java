package dev.slipway.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.controller.Informers;
import dev.slipway.model.kinds.Kinds;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What parts do on the strength of what the cluster itself says; their informers see nothing here.
class PartsTest {
    private final ReleaseWorld world = new ReleaseWorld();
    private final Informers blind = new Informers(world.cluster, world.time);
    private final Parts parts = new Parts(world.cluster, blind);

    @BeforeEach
    void deploy() throws InterruptedException {
        world.deploy();
    }

    @AfterEach
    void close() {
        blind.close();
        world.close();
    }

    @Test
    void imagesGoBackOnlyFromWhatWasTried() {
        for (String member : new String[] {"Deployment mail", "Rollout front"}) {
            Part part = parts.find("default", member);
            String name = member.substring(member.indexOf(' ') + 1);
            part.put(images(name + ":hot"));
            part.putBack(images(name + ":v2"), images(name + ":v1"));
            assertThat(world.image(name)).isEqualTo(name + ":hot");
            part.putBack(images(name + ":hot"), images(name + ":v1"));
            assertThat(world.image(name)).isEqualTo(name + ":v1");
        }
    }

    @Test
    void configGoesBackOnlyFromWhatWasTried() {
        Part part = parts.find("default", "ConfigMap settings");
        world.patch(Kinds.CONFIG_MAP, "settings", "data: {mode: hot}");
        ObjectNode old = ConfigPart.state(Map.of("mode", "old", "other", "x"));
        part.putBack(ConfigPart.state(Map.of("mode", "v2", "other", "x")), old);
        assertThat(mode()).isEqualTo("hot");
        part.putBack(ConfigPart.state(Map.of("mode", "hot", "other", "x")), old);
        assertThat(mode()).isEqualTo("old");
    }

    @Test
    void configThatWasMadeIsDeletedOnlyAsItWasMade() {
        Part part = parts.find("default", "ConfigMap fresh");
        ObjectNode made = ConfigPart.state(Map.of("mode", "v2"));
        ObjectNode absent = ReleaseWorld.yaml("absent: true");
        part.put(made);
        world.patch(Kinds.CONFIG_MAP, "fresh", "data: {mode: hot}");
        part.putBack(made, absent);
        assertThat(world.config("fresh")).isNotNull();
        part.putBack(ConfigPart.state(Map.of("mode", "hot")), absent);
        assertThat(world.config("fresh")).isNull();
        part.putBack(made, absent);
        assertThat(world.config("fresh")).isNull();
    }

    private String mode() {
        return String.valueOf(Objects.requireNonNull(world.config("settings")).data().get("mode"));
    }

    private static ObjectNode images(String image) {
        return Images.state(Map.of("app", image));
    }
}
