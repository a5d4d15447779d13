package dev.slipway.provider.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.provider.ProviderException;
import dev.slipway.provider.ProviderSource;
import java.net.UnixDomainSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReattachmentTest {
    @Test
    void runningProvidersAreFound() {
        String json =
                """
                {"hashicorp/random": {"Protocol": "grpc", "ProtocolVersion": 6, "Pid": 12,
                 "Test": true, "Addr": {"Network": "unix", "String": "/tmp/plugin12"}}}
                """;
        assertThat(Reattachment.parse(json))
                .isEqualTo(
                        Map.of(
                                ProviderSource.parse("hashicorp/random"),
                                new Reattachment(
                                        6, 12, UnixDomainSocketAddress.of("/tmp/plugin12"))));
        assertThat(Reattachment.parse(" ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"a//b\": {}}",
                "{\"a/b\": {\"Addr\": {\"Network\": \"pigeon\"}}}",
                "{\"a/b\": {\"Protocol\": \"netrpc\"}}"
            })
    void whatIsWrongIsTold(String json) {
        assertThatExceptionOfType(ProviderException.class)
                .isThrownBy(() -> Reattachment.parse(json))
                .withMessageStartingWith("TF_REATTACH_PROVIDERS: ");
    }
}
