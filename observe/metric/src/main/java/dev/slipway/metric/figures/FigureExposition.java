package dev.slipway.metric.figures;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.slipway.wire.Exposition;
import dev.slipway.wire.ExpositionWriter;
import dev.slipway.wire.MetricFamily;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// The server's own figures as text, for a Prometheus that scrapes them: `/metrics`. Thread-safe.
public final class FigureExposition implements HttpService {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS =
            "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final List<FigureSource> sources;

    public FigureExposition(List<FigureRecorder.Job> jobs) {
        sources = jobs.stream().map(FigureRecorder.Job::source).toList();
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
            return HttpResponse.of(HttpStatus.METHOD_NOT_ALLOWED);
        }
        String accepted = request.headers().get(HttpHeaderNames.ACCEPT, "");
        boolean open = accepted.contains("application/openmetrics-text");
        return HttpResponse.of(
                () -> answer(open ? Exposition.OPENMETRICS : Exposition.TEXT),
                context.blockingTaskExecutor());
    }

    private HttpResponse answer(Exposition format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ExpositionWriter writer = new ExpositionWriter(format, bytes);
        FigureSink sink = new FigureSink();
        sources.forEach(source -> source.collect(sink));
        try {
            for (FigureSink.Family family : sink.families()) {
                writer.write(family(family));
            }
            writer.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HttpResponse.of(
                ResponseHeaders.of(
                        HttpStatus.OK,
                        HttpHeaderNames.CONTENT_TYPE,
                        format == Exposition.TEXT ? TEXT : OPEN_METRICS),
                HttpData.wrap(bytes.toByteArray()));
    }

    private static MetricFamily family(FigureSink.Family family) {
        List<MetricFamily.Sample> samples = new ArrayList<>();
        family.samples()
                .forEach((labels, value) -> samples.add(new MetricFamily.Sample(labels, value)));
        return new MetricFamily(family.name(), family.metadata(), samples);
    }
}
