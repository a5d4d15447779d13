package dev.slipway.metric.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Sends one reply: what fits into a buffer at once and with its length, anything larger piece by
/// piece, each when the client has taken the one before. For one thread.
final class ReplySender implements ByteSink {
    private static final String JSON = "application/json";

    /// A client that takes nothing for so long has gone, whatever its connection says.
    private static final long STALL_SECONDS_MAX = 60;

    private final CompletableFuture<HttpResponse> answer;
    private final Consumer<ResponseHeadersBuilder> decoration;
    private ResponseHeaders headers = ResponseHeaders.of(200);
    private boolean finishing;
    private @Nullable HttpResponseWriter stream;

    /// @param decoration adds headers that every answer has
    ReplySender(
            CompletableFuture<HttpResponse> answer, Consumer<ResponseHeadersBuilder> decoration) {
        this.answer = answer;
        this.decoration = decoration;
    }

    void send(Reply reply) {
        switch (reply) {
            case Reply.Data data -> success(data);
            case Reply.Plain plain -> {
                headers = headers(plain.status(), plain.contentType(), plain.headers()::forEach);
                whole(plain.body());
            }
            case Reply.Streamed streamed -> {
                headers = headers(200, streamed.contentType(), _ -> {});
                streamed.body().accept(this);
                end();
            }
        }
    }

    /// What went wrong, if nothing is sent yet; otherwise the answer is cut off, so that nobody
    /// takes the part for the whole.
    void fail(CallException failure) {
        HttpResponseWriter begun = stream;
        if (begun != null) {
            begun.close(failure);
            return;
        }
        headers = headers(failure.type().status(), JSON, _ -> {});
        JsonWriter json = new JsonWriter(this);
        json.beginObject().member("status", "error");
        json.member("errorType", failure.type().text()).member("error", failure.text());
        finish(json.endObject());
    }

    /// Nobody listens: gives up what is begun.
    void abandon(ClientGoneException reason) {
        HttpResponseWriter begun = stream;
        if (begun != null) {
            begun.abort(reason);
        }
        answer.complete(HttpResponse.ofFailure(reason));
    }

    private void success(Reply.Data data) {
        headers = headers(200, JSON, _ -> {});
        JsonWriter json = new JsonWriter(this);
        json.beginObject().member("status", "success").key("data");
        data.data().accept(json);
        if (!data.warnings().isEmpty()) {
            json.key("warnings").strings(data.warnings());
        }
        if (!data.infos().isEmpty()) {
            json.key("infos").strings(data.infos());
        }
        finish(json.endObject());
    }

    private void finish(JsonWriter json) {
        finishing = true;
        json.flush();
        end();
    }

    @Override
    public void accept(byte[] buffer, int length) {
        if (finishing && stream == null) {
            whole(Arrays.copyOf(buffer, length));
            return;
        }
        HttpResponseWriter open = stream;
        if (open == null) {
            open = HttpResponse.streaming();
            stream = open;
            open.write(headers);
            answer.complete(open);
        }
        write(open, HttpData.wrap(Arrays.copyOf(buffer, length)));
    }

    private static void write(HttpResponseWriter open, HttpData piece) {
        if (!open.tryWrite(piece)) {
            throw new ClientGoneException();
        }
        try {
            open.whenConsumed().get(STALL_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientGoneException();
        } catch (ExecutionException | TimeoutException e) {
            throw new ClientGoneException();
        }
    }

    private void whole(byte[] body) {
        ResponseHeaders complete = headers;
        if (complete.status().code() != 204) {
            complete =
                    complete.toBuilder()
                            .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length)
                            .build();
        }
        answer.complete(HttpResponse.of(complete, HttpData.wrap(body)));
    }

    private void end() {
        HttpResponseWriter open = stream;
        if (open != null) {
            open.close();
        } else if (!answer.isDone()) {
            whole(new byte[0]);
        }
    }

    private interface Headers {
        void forEach(java.util.function.BiConsumer<String, String> each);
    }

    private ResponseHeaders headers(int status, String contentType, Headers more) {
        ResponseHeadersBuilder builder = ResponseHeaders.builder(status);
        if (!contentType.isEmpty()) {
            builder.set(HttpHeaderNames.CONTENT_TYPE, contentType);
        }
        more.forEach(builder::set);
        decoration.accept(builder);
        return builder.build();
    }
}
