package dev.slipway.remote;

import static java.util.Objects.requireNonNull;

import dev.slipway.remote.Progress.Pending;
import dev.slipway.series.Labels;
import dev.slipway.wire.MetricFamily;
import dev.slipway.wire.WireException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One destination of remote write, with its queue.
///
/// ```
///  batch ─▶ files ─▶ loader ─┬▶ shard ─▶ requests      a series is always of the same shard
///            │               └▶ shard ─▶ requests
///            └── deleted once everything in them was sent or given up
/// ```
///
/// A committed batch is in the files, and so survives this process; the samples in memory are never
/// more than the shards may hold, plus one record. Whatever was not known to be sent when a process
/// ended is sent by the next: at least once, in order within a series.
///
/// Thread-safe; to be closed.
public final class RemoteWrite implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RemoteWrite.class.getName());

    private final RemoteWriteConfig config;
    private final Relabeling relabeling;
    private final Progress progress;
    private final QueueFiles files;
    private final Counters counters = new Counters();
    private final Sender sender;
    private final List<Shard> shards = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    private RemoteWrite(
            RemoteWriteConfig config,
            Path folder,
            Relabeling relabeling,
            InstantSource time,
            Sender.Pause pause) {
        this.config = requireNonNull(config, "config");
        this.relabeling = requireNonNull(relabeling, "relabeling");
        this.progress = new Progress(folder);
        RemoteWriteConfig.Queue queue = config.queue();
        this.files =
                new QueueFiles(
                        folder,
                        queue.segmentBytes(),
                        queue.diskBytesMax(),
                        progress.done().segment() + 1);
        this.sender = new Sender(config, counters, time, pause);
    }

    /// Begins to send what the folder has, and what is to come.
    ///
    /// @param folder of this destination alone; made if it is not there
    public static RemoteWrite open(RemoteWriteConfig config, Path folder, Relabeling relabeling) {
        return open(config, folder, relabeling, InstantSource.system(), Thread::sleep);
    }

    static RemoteWrite open(
            RemoteWriteConfig config,
            Path folder,
            Relabeling relabeling,
            InstantSource time,
            Sender.Pause pause) {
        RemoteWrite opened = new RemoteWrite(config, folder, relabeling, time, pause);
        opened.start();
        return opened;
    }

    /// What a series is called at the receiver, with external labels and after relabelling; none if
    /// it is not sent.
    public Optional<Labels> outgoing(Labels labels) {
        Labels external = config.externalLabels();
        if (external.isEmpty()) {
            return relabeling.apply(labels);
        }
        Labels.Builder builder = labels.toBuilder();
        for (int i = 0; i < external.size(); i++) {
            if (!labels.has(external.name(i))) {
                builder.set(external.name(i), external.value(i));
            }
        }
        return relabeling.apply(builder.build());
    }

    /// Collects what is to be sent together. For one thread.
    public RemoteBatch batch() {
        return new RemoteBatch(config.contents(), this::append);
    }

    /// What it did so far.
    public List<MetricFamily> figures() {
        Labels destination =
                Labels.of("remote_name", config.name(), "url", config.transport().uri().toString());
        List<MetricFamily> families =
                new ArrayList<>(counters.families(destination, shards.size()));
        families.addAll(Counters.families(destination, files));
        return List.copyOf(families);
    }

    Counters counters() {
        return counters;
    }

    /// Whether everything that was read from the files is sent or given up.
    boolean isIdle() {
        return progress.isIdle();
    }

    /// Stops at once; what was not sent is sent by the next.
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        files.close();
        sender.close();
        boolean interrupted = false;
        for (Thread each : threads) {
            interrupted |= !joined(each);
        }
        progress.save();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void start() {
        for (int i = 0; i < config.queue().shards(); i++) {
            Shard shard = new Shard(config.queue(), sender, this::finish);
            shards.add(shard);
            threads.add(
                    Thread.ofVirtual()
                            .name("remote-write-" + config.name() + "-" + i)
                            .start(shard));
        }
        threads.add(Thread.ofVirtual().name("remote-write-" + config.name()).start(this::load));
    }

    private void append(byte[] record, int samples, long newestMillis) {
        counters.entered(samples, newestMillis);
        try {
            files.append(record, samples);
        } catch (IOException e) {
            counters.dropped(Counters.Reason.QUEUE_FAILED, samples);
            LOG.log(
                    System.Logger.Level.ERROR,
                    "Queue of remote write takes nothing destination={0} cause={1}",
                    config.name(),
                    e.getMessage());
        }
    }

    private void load() {
        RecordReader reader = new RecordReader();
        Position position = progress.done();
        try {
            QueueFiles.QueueRecord record = files.await(position);
            while (record != null) {
                position = record.next();
                dispatch(record, reader);
                record = files.await(position);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void dispatch(QueueFiles.QueueRecord record, RecordReader reader)
            throws InterruptedException {
        int count;
        try {
            count = reader.read(record.body());
        } catch (WireException e) {
            // The checksum was right: another version wrote it.
            LOG.log(
                    System.Logger.Level.ERROR,
                    "Record of the queue not understood destination={0} cause={1}",
                    config.name(),
                    e.getMessage());
            count = 0;
        }
        Pending pending = progress.begin(record.next(), count);
        for (Entry each : reader.entries(pending)) {
            shards.get(Math.floorMod(spread(each.labels().hashCode()), shards.size())).put(each);
        }
        if (count == 0) {
            files.trim(progress.done());
        }
    }

    private void finish(Entry entry) {
        if (progress.finish(entry.record())) {
            files.trim(progress.done());
        }
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9e3779b9;
        return mixed ^ mixed >>> 16;
    }

    private static boolean joined(Thread thread) {
        try {
            thread.join();
            return true;
        } catch (InterruptedException e) {
            thread.interrupt();
            return false;
        }
    }
}
