package dev.slipway.scrape.http;

import dev.slipway.scrape.http.FetchException.Reason;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// Collects a body up to a limit; one that is longer ends the exchange. For one answer.
final class BodyReceiver implements BodySubscriber<BodyReceiver.Received> {
    private static final int BYTES_FIRST = 16 << 10;

    /// The first `length` bytes of an array.
    record Received(byte[] bytes, int length) {}

    private final CompletableFuture<Received> result = new CompletableFuture<>();
    private final BodyBudget budget;
    private final int bytesMax;

    // Only for the thread that delivers, one at a time.
    private Flow.@Nullable Subscription subscription;
    private byte[] bytes;
    private int length;
    private long borrowed;

    BodyReceiver(BodyBudget budget, int bytesMax, int bytesExpected) {
        this.budget = budget;
        this.bytesMax = bytesMax;
        int first = Math.clamp(bytesExpected, BYTES_FIRST, BodyBudget.FREE_BYTES);
        this.bytes = new byte[Math.min(first, bytesMax)];
    }

    @Override
    public CompletionStage<Received> getBody() {
        return result;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        if (subscription != null) {
            given.cancel();
            return;
        }
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            if (result.isDone() || !hasRoom(buffer.remaining())) {
                return;
            }
            int size = buffer.remaining();
            buffer.get(bytes, length, size);
            length += size;
        }
    }

    @Override
    public void onError(Throwable problem) {
        result.completeExceptionally(problem);
    }

    @Override
    public void onComplete() {
        result.complete(new Received(bytes, length));
    }

    /// Frees what was borrowed for the body; to be called once nobody uses it any more.
    void release() {
        budget.giveBack(borrowed);
        borrowed = 0;
    }

    private boolean hasRoom(int size) {
        if (size > bytesMax - length) {
            refuse("body exceeds the limit of " + bytesMax + " bytes");
            return false;
        }
        if (size <= bytes.length - length) {
            return true;
        }
        int capacity = (int) Math.min(bytesMax, Math.max(2L * bytes.length, (long) length + size));
        if (capacity > BodyBudget.FREE_BYTES) {
            int more = capacity - Math.max(bytes.length, BodyBudget.FREE_BYTES);
            if (!budget.take(more)) {
                refuse("too many large bodies are being received at once");
                return false;
            }
            borrowed += more;
        }
        bytes = Arrays.copyOf(bytes, capacity);
        return true;
    }

    private void refuse(String message) {
        result.completeExceptionally(new FetchException(Reason.TOO_LARGE, message));
        Flow.Subscription running = subscription;
        if (running != null) {
            running.cancel();
        }
    }
}
