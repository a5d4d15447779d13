package dev.slipway.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.slipway.hcl.value.Value;
import dev.slipway.state.StateException;
import dev.slipway.state.StateFormat;
import dev.slipway.state.StateStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server that wants a certificate of its clients, with keys as `openssl` writes them.
final class TlsTest {
    @TempDir Path folder;

    private String openssl(String name, String... words) throws Exception {
        Assumptions.assumeTrue(Peer.isOnPath("openssl"), "openssl is not on the path");
        Path file = folder.resolve(name);
        List<String> command = new ArrayList<>(List.of("openssl"));
        Stream.of(words).forEach(command::add);
        command.addAll(List.of("-out", file.toString()));
        int exit =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("openssl.log").toFile())
                        .start()
                        .waitFor();
        assertThat(exit).as(Files.readString(folder.resolve("openssl.log"))).isZero();
        return Files.readString(file);
    }

    private String key(String form) throws Exception {
        return switch (form) {
            case "EC" -> openssl("key", "ecparam", "-name", "prime256v1", "-genkey", "-noout");
            case "RSA" -> openssl("key", "genrsa", "-traditional");
            default -> openssl("key", "genpkey", "-algorithm", "RSA");
        };
    }

    private static HttpsServer server(SSLContext tls) throws Exception {
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(tls) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                        wanted.setNeedClientAuth(true);
                        parameters.setSSLParameters(wanted);
                    }
                });
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(404, -1);
                    exchange.close();
                });
        server.start();
        return server;
    }

    private StateStore open(Map<String, Value> settings) {
        return Backends.open(
                "http",
                settings,
                new Backends.Ground(
                        folder,
                        folder.resolve("data"),
                        Map.of(),
                        StateFormat.PLAIN,
                        Clock.systemUTC()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "PKCS8"})
    void showsACertificateAndTrustsAnAuthority(String form) throws Exception {
        String key = key(form);
        String certificate =
                openssl(
                        "certificate",
                        "req",
                        "-x509",
                        "-key",
                        folder.resolve("key").toString(),
                        "-subj",
                        "/CN=test",
                        "-addext",
                        "subjectAltName=IP:127.0.0.1");
        HttpsServer server = server(Tls.context(certificate, certificate, key));
        try {
            Map<String, Value> settings = new HashMap<>();
            settings.put(
                    "address",
                    Value.of("https://127.0.0.1:" + server.getAddress().getPort() + "/s"));
            settings.put("retry_max", Value.of(0));
            settings.put("client_ca_certificate_pem", Value.of(certificate));
            assertThatExceptionOfType(StateException.class)
                    .isThrownBy(() -> open(settings).read("default"));
            settings.put("client_certificate_pem", Value.of(certificate));
            settings.put("client_private_key_pem", Value.of(key));
            try (StateStore store = open(settings)) {
                assertThat(store.read("default")).isNull();
            }
        } finally {
            server.stop(0);
        }
    }

    @Test
    void saysWhatIsNoKey() {
        assertThatExceptionOfType(GeneralSecurityException.class)
                .isThrownBy(() -> Tls.privateKey("x"))
                .withMessage(
                        "private key: none in the PEM text (expected: an unencrypted PRIVATE KEY)");
    }
}
