package dev.slipway.proxy;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A client's connection on a TCP listener until it is joined with an endpoint's. Nothing is read
/// before, so that any endpoint may still get it.
@SuppressWarnings("FutureReturnValueIgnored") // Outcomes of writes and closes arrive as events.
final class TcpConnection extends ChannelInboundHandlerAdapter {
    private final Worker worker;
    private final String listenerId;
    private final List<Upstream> tried = new ArrayList<>(1);
    private int attempts;

    TcpConnection(Worker worker, String listenerId) {
        this.worker = worker;
        this.listenerId = listenerId;
    }

    @Override
    public void channelActive(ChannelHandlerContext client) {
        attempt(client);
    }

    private void attempt(ChannelHandlerContext client) {
        BackendShare share = worker.table().tcp(listenerId);
        if (share == null || share.plan() == null) {
            client.close();
            return;
        }
        BackendPlan.Candidate chosen =
                worker.balancer().pick(share.plan(), tried, worker.now(), Places.NONE);
        if (chosen == null || attempts >= worker.config().upstreams().attemptsMax()) {
            count(tried.isEmpty() ? share.refused() : lastSeries(share, chosen), true);
            client.close();
            return;
        }
        attempts++;
        chosen.upstream().begin();
        Waiting waiting = new Waiting();
        Series series = share.byRevision()[chosen.revision()];
        worker.sockets()
                .connect(
                        worker,
                        chosen.upstream().address(),
                        waiting,
                        outcome -> connected(client, waiting, outcome, chosen.upstream(), series));
    }

    private static Series lastSeries(BackendShare share, BackendPlan.@Nullable Candidate chosen) {
        return chosen == null ? share.refused() : share.byRevision()[chosen.revision()];
    }

    private void connected(
            ChannelHandlerContext client,
            Waiting waiting,
            ChannelFuture outcome,
            Upstream upstream,
            Series series) {
        if (!outcome.isSuccess()) {
            upstream.end();
            upstream.avoidUntil(worker.now() + worker.config().upstreams().avoid().toNanos());
            tried.add(upstream);
            series.cell(worker.index()).add(Cell.CONNECT_FAILURES, 1);
            attempt(client);
            return;
        }
        upstream.connected();
        worker.counters().upstream(1);
        outcome.channel().closeFuture().addListener(closed -> worker.counters().upstream(-1));
        count(series, false);
        Cell cell = series.cell(worker.index());
        Tunnel tunnel =
                new Tunnel(
                        worker,
                        (received, sent) -> {
                            cell.add(Cell.RECEIVED, received);
                            cell.add(Cell.SENT, sent);
                            upstream.end();
                        });
        tunnel.join(client, waiting.context());
        tunnel.send(null, Unpooled.EMPTY_BUFFER);
    }

    private void count(Series series, boolean aborted) {
        Cell cell = series.cell(worker.index());
        cell.add(Cell.REQUESTS, 1);
        if (aborted) {
            cell.add(Cell.ABORTED, 1);
        }
    }

    /// Holds the place of the tunnel's end in the pipeline to the endpoint. The endpoint may speak
    /// first, so nothing may be read yet.
    private static final class Waiting extends ChannelInboundHandlerAdapter {
        private @Nullable ChannelHandlerContext context;

        @Override
        public void handlerAdded(ChannelHandlerContext added) {
            context = added;
            added.channel().config().setAutoRead(false);
        }

        ChannelHandlerContext context() {
            if (context == null) {
                throw new IllegalStateException("upstream channel: not in a pipeline");
            }
            return context;
        }
    }
}
