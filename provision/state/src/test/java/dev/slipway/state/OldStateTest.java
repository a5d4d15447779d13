package dev.slipway.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Beside each old state is what `terraform state pull` of version 1.11.4 made of it.
final class OldStateTest {
    private static byte[] file(String name) throws IOException {
        try (InputStream file = OldStateTest.class.getResourceAsStream("old/" + name)) {
            return requireNonNull(file, name).readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2", "v3"})
    void becomesWhatTerraformMakesOfIt(String name) throws IOException {
        State state = StateFile.read(file(name + ".tfstate"), name);
        State pulled =
                new State(
                        "1.11.4",
                        state.serial(),
                        state.lineage(),
                        state.outputs(),
                        state.resources(),
                        state.checks());
        assertThat(new String(StateFile.write(pulled), UTF_8).strip())
                .isEqualTo(new String(file(name + ".json"), UTF_8).strip());
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() ->
                        StateFile.read(
                                "{\"version\":3,\"modules\":[{\"path\":[\"x\"]}]}".getBytes(UTF_8),
                                "p"))
                .hasMessage(
                        "p: version 3: a module with the path [x] (expected: one from \"root\")");
        assertThatThrownBy(() ->
                        StateFile.read(
                                """
                                {"version":3,"modules":[{"path":["root"],"resources":{"x":{}}}]}
                                """
                                        .getBytes(UTF_8),
                                "p"))
                .hasMessage("p: version 3: resource x (expected: TYPE.NAME or TYPE.NAME.INDEX)");
    }
}
