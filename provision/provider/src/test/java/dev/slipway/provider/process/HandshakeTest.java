package dev.slipway.provider.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.provider.WireFormatException;
import java.net.UnixDomainSocketAddress;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HandshakeTest {
    @Test
    void socketsAndPortsAreUnderstood() {
        Handshake plain = Handshake.parse("1|5|unix|/tmp/plugin1|grpc|");
        assertThat(plain.protocolVersion()).isEqualTo(5);
        assertThat(plain.address()).isEqualTo(UnixDomainSocketAddress.of("/tmp/plugin1"));
        assertThat(plain.certificate()).isNull();
        assertThat(Handshake.parse(" 1|6|tcp|127.0.0.1:1234|grpc\r").address())
                .hasToString("/127.0.0.1:1234");
    }

    @Test
    void certificatesMayComeWithoutPaddingAndWithMoreAfterThem() {
        byte[] der = new byte[100];
        new Random(1).nextBytes(der);
        String text = Base64.getEncoder().withoutPadding().encodeToString(der);
        assertThat(Handshake.parse("1|6|unix|/s|grpc|" + text + "|true").certificate())
                .isEqualTo(der);
        assertThat(Handshake.parse("1|6|unix|/s|grpc|" + text + "==").certificate()).isEqualTo(der);
        assertThat(Handshake.parse("1|6|unix|/s|grpc|true").certificate()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1|6|unix; 3 fields",
                "2|6|unix|/s|grpc; handshake version 2",
                "1|x|unix|/s|grpc; \"x\" (expected: a number)",
                "1|6|unix|/s|netrpc; transport netrpc",
                "1|6|smoke|/s|grpc; network smoke",
                "1|6|tcp|nowhere|grpc; address nowhere",
                "1|6|tcp|host:99999|grpc; port 99999"
            })
    void whatIsNoHandshakeIsRefused(String line, String found) {
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> Handshake.parse(line))
                .withMessageContaining(found);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyLineIsReadOrRefused(long seed) {
        Random random = new Random(seed);
        String letters = "0123456789|unixtcp/grpc:. []=-é";
        for (int i = 0; i < 5_000; i++) {
            StringBuilder line = new StringBuilder(random.nextBoolean() ? "1|6|tcp|" : "");
            for (int j = random.nextInt(30); j > 0; j--) {
                line.append(letters.charAt(random.nextInt(letters.length())));
            }
            try {
                Handshake.parse(line.toString());
            } catch (WireFormatException e) {
                assertThat(e).hasMessageContaining("expected");
            }
        }
    }
}
