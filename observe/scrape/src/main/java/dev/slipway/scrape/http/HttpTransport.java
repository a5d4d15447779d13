package dev.slipway.scrape.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.controller.Time;
import dev.slipway.scrape.config.Confidential;
import dev.slipway.scrape.config.HttpSettings;
import dev.slipway.scrape.config.HttpSettings.Credentials;
import dev.slipway.scrape.http.BodyReceiver.Received;
import dev.slipway.scrape.http.FetchException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Makes requests as one set of settings says, over connections that are kept. Certificates and
/// secrets in files are read anew, so that whoever rotates them need not tell us. A request ends at
/// its deadline whatever the other side does. Thread-safe; owned by [HttpTransports].
public final class HttpTransport {
    private static final int REDIRECTS_MAX = 10;

    private final HttpSettings settings;
    private final Time time;
    private final Executor executor;
    private final BodyBudget budget;
    private final @Nullable OAuthTokens tokens;

    // Guarded by this.
    private @Nullable TlsMaterial material;
    private @Nullable HttpClient client;

    HttpTransport(HttpSettings settings, Time time, Executor executor, BodyBudget budget) {
        this.settings = settings;
        this.time = time;
        this.executor = executor;
        this.budget = budget;
        this.tokens =
                settings.credentials() instanceof Credentials.OAuth2 oauth
                        ? new OAuthTokens(oauth, tokenTransport(oauth), time::now)
                        : null;
    }

    /// The whole answer, whatever its status. Throws [FetchException] if there is none.
    public HttpAnswer fetch(HttpCall call) {
        long startNanos = time.nanos();
        HttpCall current = call;
        boolean trusted = true;
        for (int hop = 0; hop <= REDIRECTS_MAX; hop++) {
            Duration left = call.timeout().minusNanos(time.nanos() - startNanos);
            HttpResponse<Received> response = exchange(current, left, trusted);
            URI target = settings.followRedirects() ? target(current.url(), response) : null;
            if (target == null) {
                return answer(call, response);
            }
            // Credentials are for the host they were configured for, and for no other.
            trusted = trusted && isSameHost(current.url(), target);
            current = current.redirected(target, response.statusCode() < 307);
        }
        throw new FetchException(Reason.STATUS, "more than " + REDIRECTS_MAX + " redirects");
    }

    void close() {
        HttpClient running;
        synchronized (this) {
            running = client;
            client = null;
            material = null;
        }
        if (running != null) {
            running.shutdownNow();
        }
    }

    private HttpResponse<Received> exchange(HttpCall call, Duration left, boolean trusted) {
        HttpRequest request = request(call, trusted);
        BodyReceiver receiver =
                new BodyReceiver(budget, call.bodyBytesMax(), call.bodyBytesExpected());
        CompletableFuture<HttpResponse<Received>> running =
                client().sendAsync(request, _ -> receiver);
        AtomicBoolean late = new AtomicBoolean();
        Time.Scheduled deadline =
                time.schedule(
                        left,
                        () -> {
                            late.set(true);
                            running.cancel(true);
                        });
        try {
            return running.get();
        } catch (CancellationException | ExecutionException e) {
            if (late.get()) {
                throw new FetchException(
                        Reason.TIMEOUT, "no whole answer within " + text(call.timeout()), e);
            }
            throw failure(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            running.cancel(true);
            Thread.currentThread().interrupt();
            throw new FetchException(Reason.UNREACHABLE, "interrupted", e);
        } finally {
            deadline.cancel();
            receiver.release();
        }
    }

    private static FetchException failure(Throwable cause) {
        if (cause instanceof FetchException refused) {
            return refused;
        }
        String what = cause.getMessage();
        Throwable deeper = cause;
        while (what == null && deeper.getCause() != null) {
            deeper = deeper.getCause();
            what = deeper.getMessage();
        }
        String kind = deeper.getClass().getSimpleName();
        return new FetchException(
                Reason.UNREACHABLE, what == null ? kind : kind + ": " + what, cause);
    }

    private HttpAnswer answer(HttpCall call, HttpResponse<Received> response) {
        Received body = response.body();
        String encoding = response.headers().firstValue("Content-Encoding").orElse("identity");
        if (encoding.equalsIgnoreCase("gzip") && body.length() > 0) {
            body = Gzip.inflate(body, call.bodyBytesMax(), call.bodyBytesExpected());
        } else if (!encoding.equalsIgnoreCase("identity") && body.length() > 0) {
            throw new FetchException(
                    Reason.MALFORMED,
                    "Content-Encoding: %s (expected: gzip or identity)".formatted(encoding));
        }
        String type = response.headers().firstValue("Content-Type").orElse(null);
        return new HttpAnswer(response.statusCode(), type, body.bytes(), body.length());
    }

    private HttpRequest request(HttpCall call, boolean trusted) {
        try {
            HttpRequest.Builder builder = HttpRequest.newBuilder(call.url());
            call.headers().forEach(builder::header);
            if (trusted) {
                for (Map.Entry<String, List<Confidential>> each : settings.headers().entrySet()) {
                    for (Confidential value : each.getValue()) {
                        builder.header(each.getKey(), value.reveal());
                    }
                }
                String authorization = authorization();
                if (authorization != null) {
                    builder.setHeader("Authorization", authorization);
                }
            }
            String form = call.form();
            if (form != null) {
                builder.POST(BodyPublishers.ofString(form));
            }
            return builder.build();
        } catch (IOException | IllegalArgumentException e) {
            throw new FetchException(
                    Reason.CREDENTIALS, "request cannot be made: " + e.getMessage(), e);
        }
    }

    private @Nullable String authorization() throws IOException {
        return switch (settings.credentials()) {
            case Credentials.None _ -> null;
            case Credentials.Basic basic -> {
                String pair = reveal(basic.username()) + ":" + reveal(basic.password());
                yield "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
            }
            case Credentials.Authorization given -> given.type() + " " + given.value().reveal();
            case Credentials.OAuth2 _ -> tokens == null ? null : "Bearer " + tokens.token();
        };
    }

    private HttpTransport tokenTransport(Credentials.OAuth2 oauth) {
        HttpSettings plain =
                new HttpSettings(
                        new Credentials.None(),
                        oauth.tls(),
                        settings.proxy(),
                        true,
                        settings.enableHttp2(),
                        Map.of());
        return new HttpTransport(plain, time, executor, budget);
    }

    private synchronized HttpClient client() {
        try {
            TlsMaterial now = TlsMaterial.read(settings.tls());
            HttpClient known = client;
            if (known != null && now.equals(material)) {
                return known;
            }
            HttpClient.Builder builder =
                    HttpClient.newBuilder()
                            .executor(executor)
                            .followRedirects(HttpClient.Redirect.NEVER)
                            .version(HttpClient.Version.HTTP_1_1)
                            .proxy(ProxyChoice.of(settings.proxy(), System.getenv()::get));
            if (!settings.tls().equals(HttpSettings.Tls.DEFAULT)) {
                builder.sslContext(now.context()).sslParameters(now.parameters());
            }
            HttpClient made = builder.build();
            client = made;
            material = now;
            if (known != null) {
                // What is under way may end; nobody else uses it.
                known.shutdown();
            }
            return made;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new FetchException(
                    Reason.CREDENTIALS, "certificates cannot be used: " + e.getMessage(), e);
        }
    }

    private static @Nullable URI target(URI from, HttpResponse<?> response) {
        boolean redirects =
                switch (response.statusCode()) {
                    case 301, 302, 303, 307, 308 -> true;
                    default -> false;
                };
        String location = response.headers().firstValue("Location").orElse(null);
        if (!redirects || location == null) {
            return null;
        }
        try {
            URI target = from.resolve(location);
            boolean known = "http".equals(target.getScheme()) || "https".equals(target.getScheme());
            if (known && target.getHost() != null) {
                return target;
            }
        } catch (IllegalArgumentException _) {
            // Said below.
        }
        throw new FetchException(
                Reason.STATUS, "redirected to `" + location + "`, which is no URL");
    }

    private static boolean isSameHost(URI one, URI other) {
        return one.getHost().equalsIgnoreCase(other.getHost())
                && !("https".equals(one.getScheme()) && "http".equals(other.getScheme()));
    }

    private static String reveal(@Nullable Confidential secret) throws IOException {
        return secret == null ? "" : secret.reveal();
    }

    private static String text(Duration duration) {
        return duration.toMillis() + " ms";
    }
}
