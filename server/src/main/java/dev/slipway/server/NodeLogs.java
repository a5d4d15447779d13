package dev.slipway.server;

import dev.slipway.apiserver.PodLogs;
import dev.slipway.model.ObjectKey;
import dev.slipway.node.PodLogReader;
import dev.slipway.node.PodLogStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The output of this node's containers, as the API serves it. Thread-safe.
final class NodeLogs implements PodLogs {
    private final PodLogReader logs;

    NodeLogs(PodLogReader logs) {
        this.logs = logs;
    }

    @Override
    public Reader open(ObjectKey pod, String podUid, Selection selection) {
        PodLogStream stream =
                logs.open(
                        pod,
                        new PodLogReader.Selection(
                                selection.container(),
                                selection.follow(),
                                selection.previous(),
                                selection.timestamps(),
                                selection.since(),
                                selection.tailLines(),
                                null));
        return new Reader() {
            @Override
            public byte @Nullable [] read(Duration timeout) throws InterruptedException {
                return stream.read(timeout);
            }

            @Override
            public void close() {
                stream.close();
            }
        };
    }
}
