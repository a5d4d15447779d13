package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    @TempDir private static Path folder;

    private static Certificate a;
    private static Certificate wild;
    private static Certificate renewed;

    @BeforeAll
    static void makeCertificates() throws Exception {
        List<Making> all =
                List.of(
                        Making.begin("a.example", "RSA"),
                        Making.begin("*.wild.example", "EC"),
                        Making.begin("a.example", "EC"));
        a = all.get(0).certificate();
        wild = all.get(1).certificate();
        renewed = all.get(2).certificate();
    }

    /// A certificate that the JDK's own tool is making.
    private record Making(Path store, Process process) {
        static Making begin(String name, String algorithm) throws IOException {
            Path store = Files.createTempDirectory(folder, "store").resolve("store.p12");
            String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
            Process process =
                    new ProcessBuilder(
                                    keytool,
                                    "-genkeypair",
                                    "-alias",
                                    "x",
                                    "-keyalg",
                                    algorithm,
                                    "-dname",
                                    "CN=" + name,
                                    "-ext",
                                    "SAN=dns:" + name,
                                    "-storepass",
                                    "secret",
                                    "-keystore",
                                    store.toString(),
                                    "-validity",
                                    "10")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return new Making(store, process);
        }

        Certificate certificate() throws Exception {
            assertThat(process.waitFor()).isZero();
            KeyStore keys = KeyStore.getInstance(store.toFile(), "secret".toCharArray());
            String chain = pem("CERTIFICATE", keys.getCertificate("x").getEncoded());
            String key = pem("PRIVATE KEY", keys.getKey("x", "secret".toCharArray()).getEncoded());
            return new Certificate(List.of(), chain, key);
        }
    }

    private static String pem(String type, byte[] bytes) {
        return "-----BEGIN "
                + type
                + "-----\n"
                + Base64.getMimeEncoder().encodeToString(bytes)
                + "\n-----END "
                + type
                + "-----\n";
    }

    private static RoutingSnapshot snapshot(TestBackend backend, Certificate... certificates) {
        return new RoutingSnapshot(
                List.of(
                        new Listener.Https(
                                TestProxy.LISTENER,
                                "127.0.0.1",
                                0,
                                List.of(certificates),
                                List.of(new VirtualHost("*", List.of(TestProxy.route()))))),
                List.of(new Backend(TestProxy.BACKEND, List.of(backend.endpoint()), Map.of())));
    }

    private static TestClient client(int port, String name) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustEverybody()}, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return new TestClient(socket);
    }

    private static String subject(TestClient client) throws IOException {
        X509Certificate shown =
                (X509Certificate)
                        ((SSLSocket) client.socket()).getSession().getPeerCertificates()[0];
        return shown.getSubjectX500Principal().getName()
                + " "
                + shown.getPublicKey().getAlgorithm();
    }

    /// Accepts any certificate: what is shown is what the test looks at.
    private static final class TrustEverybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @Test
    void showsTheCertificateForTheNameAskedFor() throws Exception {
        TestBackend backend =
                TestBackend.answering(
                        r -> TestBackend.ok(String.valueOf(r.header("x-forwarded-proto"))));
        try (backend;
                TestProxy proxy =
                        new TestProxy(TestProxy.config()).apply(snapshot(backend, a, wild));
                TestClient first = client(proxy.port(), "a.example");
                TestClient second = client(proxy.port(), "x.wild.example");
                TestClient other = client(proxy.port(), "other.example")) {
            assertThat(subject(first)).isEqualTo("CN=a.example RSA");
            assertThat(subject(second)).isEqualTo("CN=*.wild.example EC");
            assertThat(subject(other)).isEqualTo("CN=a.example RSA");
            assertThat(first.get("/").text()).isEqualTo("https");
            assertThat(first.post("/", "x".repeat(100_000)).status()).isEqualTo(200);
        }
    }

    @Test
    void takesNewCertificatesWhileConnectionsStay() throws Exception {
        try (TestBackend backend = TestBackend.saying("x");
                TestProxy proxy = new TestProxy(TestProxy.config()).apply(snapshot(backend, a));
                TestClient before = client(proxy.port(), "a.example")) {
            int port = proxy.port();
            proxy.apply(snapshot(backend, renewed));
            assertThat(proxy.port()).isEqualTo(port);
            assertThat(before.get("/").text()).isEqualTo("x");
            try (TestClient after = client(port, "a.example")) {
                assertThat(subject(after)).isEqualTo("CN=a.example EC");
            }
        }
    }

    @Test
    void leavesBrokenCertificatesOut() throws Exception {
        Certificate broken = new Certificate(List.of("b.example"), "nonsense", "nonsense");
        try (TestBackend backend = TestBackend.saying("x");
                TestProxy proxy =
                        new TestProxy(TestProxy.config()).apply(snapshot(backend, broken, a));
                TestClient client = client(proxy.port(), "a.example")) {
            assertThat(client.get("/").text()).isEqualTo("x");
            assertThat(proxy.proxy().apply(snapshot(backend, broken)))
                    .containsEntry(
                            TestProxy.LISTENER,
                            new ListenerState.PortUnavailable("no usable certificate"));
        }
    }

    /// Keys made by `openssl genrsa -traditional 2048` and `openssl ecparam -genkey -name
    /// prime256v1`.
    @Test
    void readsKeysInTheirOlderForms() throws Exception {
        assertThat(Pem.privateKey(OldKeys.EC).getAlgorithm()).isEqualTo("EC");
        assertThat(Pem.privateKey(OldKeys.RSA).getAlgorithm()).isEqualTo("RSA");
    }
}
