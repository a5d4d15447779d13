package dev.slipway.provider.process;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The connection to a provider, and its process if it is one of ours. Safe for many threads.
final class Running implements Connection {
    private static final int SHUTDOWN_MILLIS = 2_000;
    private static final int END_MILLIS = 2_000;
    private static final int UNHEARD_END_MILLIS = 300;
    private static final byte[] EMPTY = new byte[0];

    private final ManagedChannel channel;
    private final int protocolVersion;
    private final @Nullable ProviderProcess process;
    private final Consumer<Running> onClose;
    private final AtomicBoolean closed = new AtomicBoolean();

    Running(
            ManagedChannel channel,
            int protocolVersion,
            @Nullable ProviderProcess process,
            Consumer<Running> onClose) {
        this.channel = channel;
        this.protocolVersion = protocolVersion;
        this.process = process;
        this.onClose = onClose;
    }

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public int protocolVersion() {
        return protocolVersion;
    }

    @Override
    public boolean isAlive() {
        return !closed.get() && (process == null || process.isAlive());
    }

    @Override
    public String describeEnd() {
        return process == null ? "" : process.describeEnd(END_MILLIS);
    }

    /// Asks it to end, waits two seconds, and then does not ask any more.
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            if (process != null) {
                boolean heard = process.isAlive() && shutdown();
                process.end(heard ? END_MILLIS : UNHEARD_END_MILLIS);
            }
        } finally {
            channel.shutdownNow();
            onClose.accept(this);
        }
    }

    /// Whether it answered. One that did not may be ending all the same.
    private boolean shutdown() {
        try {
            ClientCalls.blockingUnaryCall(
                    channel,
                    Methods.unary("plugin.GRPCController", "Shutdown"),
                    CallOptions.DEFAULT.withDeadlineAfter(SHUTDOWN_MILLIS, TimeUnit.MILLISECONDS),
                    EMPTY);
            return true;
        } catch (StatusRuntimeException _) {
            return false;
        }
    }

    /// Without asking.
    void kill() {
        if (process != null) {
            process.end(0);
        }
    }
}
