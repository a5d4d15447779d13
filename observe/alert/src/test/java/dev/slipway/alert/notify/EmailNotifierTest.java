package dev.slipway.alert.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmailNotifierTest {
    @TempDir Path folder;

    private MailSink send(String auth, @Nullable SSLContext tls, String more) throws Exception {
        try (MailSink sink = new MailSink(auth, tls)) {
            Messages.notifier(
                            """
                            email_configs:
                              - to: 'Ops Team <ops@example.com>, second@example.com'
                                from: alerts@example.com
                                smarthost: 'localhost:%d'
                                require_tls: %s
                                text: 'über {{ len .Alerts }}'
                            """
                                            .formatted(sink.port(), tls != null)
                                    + more.indent(4),
                            folder)
                    .send(Messages.of(Messages.alert("a", false)));
            return sink;
        }
    }

    @Test
    void sendsTextAndHtmlWithHeaders() throws Exception {
        MailSink sink =
                send(
                        "PLAIN",
                        null,
                        "headers: {subject: 'Grüße {{ .Status }}', x-team: \"a\\nBcc: evil@x\"}");
        assertThat(sink.commands)
                .contains(
                        "MAIL FROM:<alerts@example.com>",
                        "RCPT TO:<ops@example.com>",
                        "RCPT TO:<second@example.com>",
                        "QUIT");
        assertThat(sink.letter)
                .contains(
                        "To: Ops Team <ops@example.com>,\n second@example.com\n",
                        "From: alerts@example.com\n",
                        "Subject: =?UTF-8?B?"
                                + Base64.getEncoder().encodeToString("Grüße firing".getBytes(UTF_8))
                                + "?=\n",
                        "X-Team: a Bcc: evil@x\n",
                        "Date: Sun, 01 Mar 2026 12:00:00 +0000\n",
                        "Content-Type: multipart/alternative;",
                        "Content-Type: text/plain; charset=UTF-8\n\n=C3=BCber 1\n",
                        "Content-Type: text/html; charset=UTF-8\n",
                        "&lt;b&gt;a&lt;/b&gt; &amp; co")
                .doesNotContain("\nBcc:");
    }

    @Test
    void signsInWithWhatTheServerOffers() throws Exception {
        String password = "auth_username: me\nauth_password: pw\nauth_secret: tanstaaf";
        assertThat(send("LOGIN PLAIN", null, password).commands)
                .contains("AUTH PLAIN " + encoded("\0me\0pw"));
        assertThat(send("LOGIN", null, password).commands)
                .containsSequence("AUTH LOGIN", encoded("me"), encoded("pw"));
        assertThat(send("CRAM-MD5 PLAIN", null, password).commands)
                .contains(encoded("me " + hmac("tanstaaf", "<123.456@sink>")));
        assertThatThrownBy(() -> send("GSSAPI", null, password))
                .isInstanceOf(NotifyException.class)
                .hasMessageContaining("there is no way to sign in");
    }

    @Test
    void lettersOfAGroupAnswerTheSameOne() throws Exception {
        String letter = send("PLAIN", null, "threading: {enabled: true}").letter;
        assertThat(letter)
                .containsPattern("References: <[0-9a-f]{64}-2026-03-01@slipway>")
                .containsPattern("In-Reply-To: <[0-9a-f]{64}-2026-03-01@slipway>");
        assertThat(send("PLAIN", null, "threading: {enabled: true, thread_by_date: none}").letter)
                .containsPattern("References: <[0-9a-f]{64}-@slipway>");
        assertThat(send("PLAIN", null, "").letter).doesNotContain("References");
    }

    @Test
    void encryptsBeforeItSignsIn() throws Exception {
        SSLContext server = serverContext();
        MailSink sink =
                send(
                        "PLAIN",
                        server,
                        "auth_username: me\nauth_password: pw\ntls_config: {ca_file: ca.pem}");
        assertThat(sink.commands)
                .containsSequence("STARTTLS", "s EHLO localhost")
                .contains("s AUTH PLAIN " + encoded("\0me\0pw"));
        assertThat(sink.letter).contains("Subject: [FIRING:1] Down");
        assertThatThrownBy(() -> send("PLAIN", server, ""))
                .isInstanceOf(NotifyException.class)
                .hasMessageContaining("the mail server localhost");
        assertThat(send("PLAIN", server, "tls_config: {insecure_skip_verify: true}").letter)
                .isNotEmpty();
        assertThatThrownBy(() ->
                        send(
                                "PLAIN",
                                server,
                                "tls_config: {ca_file: ca.pem, server_name: other.example}"))
                .isInstanceOf(NotifyException.class);
    }

    @Test
    void insistsOnEncryptionIfToldTo() throws Exception {
        try (MailSink sink = new MailSink("PLAIN", null)) {
            Notifier notifier =
                    Messages.notifier(
                            "email_configs: [{to: a@b.c, from: d@e.f, smarthost: 'localhost:%d'}]"
                                    .formatted(sink.port()),
                            folder);
            assertThatThrownBy(() -> notifier.send(Messages.of(Messages.alert("a", false))))
                    .hasMessageContaining("does not offer STARTTLS");
        }
    }

    @Test
    void saysWhetherItMakesSenseToTryAgain() throws Exception {
        try (MailSink sink = new MailSink("PLAIN", null)) {
            Notifier notifier =
                    Messages.notifier(
                            "email_configs: [{to: a@b.c, from: d@e.f, require_tls: false, smarthost: 'localhost:%d'}]"
                                    .formatted(sink.port()),
                            folder);
            sink.answers.put("RCPT", "450 later");
            assertThatThrownBy(() -> notifier.send(Messages.of(Messages.alert("a", false))))
                    .isInstanceOfSatisfying(
                            NotifyException.class, e -> assertThat(e.isRetryable()).isTrue());
            sink.answers.put("RCPT", "550 never heard of");
            assertThatThrownBy(() -> notifier.send(Messages.of(Messages.alert("a", false))))
                    .isInstanceOfSatisfying(
                            NotifyException.class, e -> assertThat(e.isRetryable()).isFalse())
                    .hasMessageContaining("550 never heard of");
        }
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static String hmac(String secret, String challenge) throws Exception {
        javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacMD5");
        mac.init(new javax.crypto.spec.SecretKeySpec(secret.getBytes(UTF_8), "HmacMD5"));
        return java.util.HexFormat.of().formatHex(mac.doFinal(challenge.getBytes(UTF_8)));
    }

    /// A certificate for `localhost` made by the JDK's own tool, and `ca.pem` to trust it by.
    private SSLContext serverContext() throws Exception {
        Path keys = folder.resolve("keys.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "own",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-validity",
                "3650",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString(),
                "-storepass",
                "secret");
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "own",
                "-keystore",
                keys.toString(),
                "-storepass",
                "secret",
                "-file",
                folder.resolve("ca.pem").toString());
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(keys)) {
            store.load(in, "secret".toCharArray());
        }
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, "secret".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(String... arguments) throws Exception {
        java.util.List<String> words = new java.util.ArrayList<>();
        words.add(
                Path.of(Objects.requireNonNull(System.getProperty("java.home")), "bin", "keytool")
                        .toString());
        words.addAll(java.util.List.of(arguments));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
