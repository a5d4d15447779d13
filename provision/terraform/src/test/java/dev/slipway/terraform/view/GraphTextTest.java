package dev.slipway.terraform.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.terraform.config.ConfigLoader;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.ModuleManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"configuration", "attributes-as-blocks"})
    void drawsWhatTerraformDraws(String name) throws IOException {
        Diagnostics diagnostics = new Diagnostics();
        ConfigTree config =
                new ConfigLoader(Golden.folder(name), new ModuleManifest(Map.of()), diagnostics)
                        .load(Map.of());
        assertThat(diagnostics.list()).isEmpty();
        assertThat(new GraphText(Golden.schemas(name)).text(config).lines())
                .containsExactlyInAnyOrderElementsOf(
                        Files.readAllLines(Golden.folder(name).resolve("graph.dot")));
    }
}
