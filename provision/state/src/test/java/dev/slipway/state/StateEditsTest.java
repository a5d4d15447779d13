package dev.slipway.state;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.state.address.Addresses;
import dev.slipway.state.address.InstanceAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StateEditsTest {
    private static final State STATE =
            StateFile.read(
                    """
                    {"version": 4, "terraform_version": "1.11.4", "serial": 7, "lineage": "l",
                     "outputs": {}, "resources": [
                       {"mode": "managed", "type": "t", "name": "a",
                        "provider": "provider[\\"registry.terraform.io/x/t\\"]",
                        "instances": [{"index_key": 0, "attributes": {}},
                                      {"index_key": 1, "attributes": {}}]},
                       {"module": "module.m[\\"k\\"]", "mode": "managed", "type": "t", "name": "b",
                        "provider": "provider[\\"registry.terraform.io/x/t\\"].west",
                        "instances": [{"attributes": {}}]}],
                     "check_results": null}
                    """
                            .getBytes(StandardCharsets.UTF_8),
                    "test");

    @Test
    void taintsAndTakesItBack() throws Exception {
        InstanceAddress address = Addresses.instance("t.a[1]");
        State tainted = StateEdits.withTainted(STATE, address, true);
        assertThat(tainted.serial()).isEqualTo(8);
        assertThat(requireNonNull(requireNonNull(tainted.instance(address)).current()).tainted())
                .isTrue();
        State back = StateEdits.withTainted(tainted, address, false);
        assertThat(back.resources()).isEqualTo(STATE.resources());
        assertThatThrownBy(() -> StateEdits.withTainted(STATE, Addresses.instance("t.a[2]"), true))
                .hasMessage("address: there is no t.a[2] in the state");
    }

    @Test
    void removesWhatIsCovered() throws Exception {
        List<InstanceAddress> module =
                StateEdits.covered(STATE, List.of(Addresses.target("module.m")));
        assertThat(module).containsExactly(Addresses.instance("module.m[\"k\"].t.b"));
        State left =
                StateEdits.without(
                        STATE,
                        StateEdits.covered(
                                STATE,
                                List.of(Addresses.target("t.a[0]"), Addresses.target("module.m"))));
        assertThat(left.serial()).isEqualTo(8);
        assertThat(StateEdits.covered(left, List.of(Addresses.target("t.a"))))
                .containsExactly(Addresses.instance("t.a[1]"));
        assertThat(left.resources()).hasSize(1);
    }
}
