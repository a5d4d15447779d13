package dev.slipway.alert.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.alert.config.Integration.MailServer;
import dev.slipway.alert.config.Secret;
import dev.slipway.alert.notify.SmtpConnection.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Hands letters to a mail server (RFC 5321): encryption by STARTTLS or from the start, sign-in by
/// CRAM-MD5, PLAIN or LOGIN, in this order of preference, as far as the server offers it and there
/// is a secret for it. A password is never sent without encryption, but for this machine.
/// Thread-safe.
final class SmtpClient {
    private static final int READY = 220;
    private static final int SIGNED_IN = 235;
    private static final int DONE = 250;
    private static final int CHALLENGE = 334;
    private static final int GO_ON = 354;

    private final MailServer server;

    SmtpClient(MailServer server) {
        this.server = server;
    }

    /// Returns once the server has taken the letter. Throws [NotifyException].
    void send(Letter letter, Duration timeout) {
        try (SmtpConnection connection =
                        SmtpConnection.open(server.host(), server.port(), timeout);
                Deadline _ = Deadline.in(timeout, connection::breakOff)) {
            converse(connection, letter);
        } catch (IOException e) {
            throw NotifyException.passing(
                    "the mail server %s:%d failed: %s"
                            .formatted(server.host(), server.port(), e.getMessage()),
                    e);
        } catch (UncheckedIOException e) {
            throw NotifyException.lasting(String.valueOf(e.getMessage()), e);
        }
    }

    private void converse(SmtpConnection connection, Letter letter) throws IOException {
        if (server.implicitTls()) {
            secure(connection);
        }
        expect(connection.reply(), READY, "greeting");
        Map<String, String> extensions = greet(connection);
        if (server.requireTls() && !connection.isSecure()) {
            if (!extensions.containsKey("STARTTLS")) {
                throw NotifyException.lasting(
                        "`require_tls` is true, but the mail server does not offer STARTTLS", null);
            }
            expect(connection.command("STARTTLS"), READY, "STARTTLS");
            secure(connection);
            extensions = greet(connection);
        }
        signIn(connection, extensions.getOrDefault("AUTH", ""));
        expect(connection.command("MAIL FROM:<" + letter.from().address() + ">"), DONE, "MAIL");
        for (MailAddress each : letter.to()) {
            expect(connection.command("RCPT TO:<" + each.address() + ">"), DONE, "RCPT");
        }
        expect(connection.command("DATA"), GO_ON, "DATA");
        connection.write(stuffed(letter.document()));
        expect(connection.reply(), DONE, "the letter");
        quit(connection);
    }

    private void secure(SmtpConnection connection) throws IOException {
        connection.secure(
                TlsContexts.context(server.tls()).getSocketFactory(),
                TlsContexts.parameters(server.tls()));
    }

    /// The extensions that the server offers, with their arguments.
    private Map<String, String> greet(SmtpConnection connection) throws IOException {
        String name = server.hello().replaceAll("[^A-Za-z0-9.:\\[\\]-]", "");
        Reply reply = connection.command("EHLO " + (name.isEmpty() ? "localhost" : name));
        expect(reply, DONE, "EHLO");
        Map<String, String> extensions = new HashMap<>();
        List<String> lines = reply.lines();
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.strip().split("[ =]", 2);
            extensions.put(
                    words[0].toUpperCase(Locale.ROOT), words.length > 1 ? words[1].strip() : "");
        }
        return extensions;
    }

    private void signIn(SmtpConnection connection, String offered) throws IOException {
        if (server.username().isEmpty()) {
            return;
        }
        List<String> mechanisms = List.of(offered.toUpperCase(Locale.ROOT).split("\\s+"));
        Secret cram = server.cramSecret();
        Secret password = server.password();
        if (cram != null && mechanisms.contains("CRAM-MD5")) {
            cramMd5(connection, cram.read());
        } else if (password != null && mechanisms.contains("PLAIN")) {
            plain(connection, password.read());
        } else if (password != null && mechanisms.contains("LOGIN")) {
            login(connection, password.read());
        } else {
            throw NotifyException.lasting(
                    "there is no way to sign in: the mail server offers `%s`, expected CRAM-MD5 with `auth_secret`, or PLAIN or LOGIN with `auth_password`"
                            .formatted(offered),
                    null);
        }
    }

    private void cramMd5(SmtpConnection connection, String secret) throws IOException {
        Reply challenge = connection.command("AUTH CRAM-MD5");
        expect(challenge, CHALLENGE, "AUTH");
        String response = server.username() + " " + hmacMd5(secret, decoded(challenge));
        expect(connection.command(encoded(response)), SIGNED_IN, "AUTH");
    }

    private void plain(SmtpConnection connection, String password) throws IOException {
        requireEncryption(connection);
        String response = server.identity() + "\0" + server.username() + "\0" + password;
        expect(connection.command("AUTH PLAIN " + encoded(response)), SIGNED_IN, "AUTH");
    }

    private void login(SmtpConnection connection, String password) throws IOException {
        requireEncryption(connection);
        expect(connection.command("AUTH LOGIN"), CHALLENGE, "AUTH");
        expect(connection.command(encoded(server.username())), CHALLENGE, "AUTH");
        expect(connection.command(encoded(password)), SIGNED_IN, "AUTH");
    }

    private static void requireEncryption(SmtpConnection connection) {
        if (!connection.isSecure() && !connection.isLocal()) {
            throw NotifyException.lasting(
                    "a password would be sent without encryption (expected: `require_tls: true`)",
                    null);
        }
    }

    private static void quit(SmtpConnection connection) {
        try {
            var _ = connection.command("QUIT");
        } catch (IOException _) {
            // The letter has been taken; how the server says good-bye does not matter.
        }
    }

    private static void expect(Reply reply, int code, String what) {
        if (reply.code() == code || (code == DONE && reply.code() == DONE + 1)) {
            return;
        }
        String message =
                "the mail server answered %s to %s (expected: %d)"
                        .formatted(reply.text(), what, code);
        throw reply.code() / 100 == 4
                ? NotifyException.passing(message, null)
                : NotifyException.lasting(message, null);
    }

    /// A line that begins with a dot would end the letter.
    private static byte[] stuffed(String document) {
        String body = document.startsWith(".") ? "." + document : document;
        return (body.replace("\r\n.", "\r\n..") + ".\r\n").getBytes(UTF_8);
    }

    private static byte[] decoded(Reply challenge) throws IOException {
        try {
            return Base64.getDecoder().decode(challenge.lines().getFirst().strip());
        } catch (IllegalArgumentException e) {
            throw new IOException("the server's challenge is no Base64", e);
        }
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static String hmacMd5(String secret, byte[] challenge) throws IOException {
        try {
            Mac mac = Mac.getInstance("HmacMD5");
            mac.init(new SecretKeySpec(key(secret), "HmacMD5"));
            return HexFormat.of().formatHex(mac.doFinal(challenge));
        } catch (GeneralSecurityException e) {
            throw new IOException("this JDK has no HMAC-MD5", e);
        }
    }

    /// An empty key is none for the JDK; a zero byte means the same to HMAC.
    private static byte[] key(@Nullable String secret) {
        return secret == null || secret.isEmpty() ? new byte[1] : secret.getBytes(UTF_8);
    }
}
