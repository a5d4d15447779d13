package dev.slipway.terraform.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.terraform.config.ConfigLoader;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.ModuleManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphTextTest {
    @Test
    void drawsWhatTerraformDraws() throws IOException {
        Diagnostics diagnostics = new Diagnostics();
        ConfigTree config =
                new ConfigLoader(
                                Golden.folder("configuration"),
                                new ModuleManifest(Map.of()),
                                diagnostics)
                        .load(Map.of());
        assertThat(diagnostics.list()).isEmpty();
        assertThat(new GraphText(Golden.schemas("configuration")).text(config).lines())
                .containsExactlyInAnyOrderElementsOf(
                        Files.readAllLines(Golden.folder("configuration").resolve("graph.dot")));
    }
}
