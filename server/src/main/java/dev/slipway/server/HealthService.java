package dev.slipway.server;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.function.Supplier;

/// Answers a probe with one line: 200 if all is well, else 503. Thread-safe.
final class HealthService implements HttpService {
    /// How things stand, in words.
    record Health(boolean good, String words) {}

    private final Supplier<Health> health;

    HealthService(Supplier<Health> health) {
        this.health = health;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        Health now = health.get();
        return HttpResponse.of(
                now.good() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE,
                MediaType.PLAIN_TEXT_UTF_8,
                now.words() + "\n");
    }
}
