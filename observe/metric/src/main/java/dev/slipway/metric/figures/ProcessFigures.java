package dev.slipway.metric.figures;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/// The server's own process, under the names of Prometheus' client libraries: `process_*`, `jvm_*`.
/// Thread-safe.
public final class ProcessFigures implements FigureSource {
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;
    private static final Path STATM = Path.of("/proc/self/statm");
    private static final long PAGE_BYTES = 4096;

    private final String version;

    /// @param version of Slipway
    public ProcessFigures(String version) {
        this.version = version;
    }

    @Override
    public void collect(FigureSink sink) {
        sink.gauge("slipway_build_info", "The version that runs.")
                .sample(1, "version", version, "java", Runtime.version().toString());
        process(sink);
        memory(sink);
        collections(sink);
        threads(sink);
    }

    private static void process(FigureSink sink) {
        sink.gauge("process_start_time_seconds", "Start of the process, since 1970.")
                .sample(ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            sink.counter("process_cpu_seconds_total", "Processor time used.")
                    .sample(system.getProcessCpuTime() / NANOS);
        }
        if (ManagementFactory.getOperatingSystemMXBean()
                instanceof UnixOperatingSystemMXBean system) {
            sink.gauge("process_open_fds", "Open files and sockets.")
                    .sample(system.getOpenFileDescriptorCount());
            sink.gauge("process_max_fds", "How many may be open.")
                    .sample(system.getMaxFileDescriptorCount());
        }
        residentMemory(sink);
    }

    /// Where the system tells it; elsewhere the family is absent.
    private static void residentMemory(FigureSink sink) {
        try {
            String[] pages = Files.readString(STATM).split(" ", -1);
            sink.gauge("process_virtual_memory_bytes", "Address space.")
                    .sample(Long.parseLong(pages[0]) * PAGE_BYTES);
            sink.gauge("process_resident_memory_bytes", "Memory that is resident.")
                    .sample(Long.parseLong(pages[1]) * PAGE_BYTES);
        } catch (IOException | NumberFormatException _) {
            // Not Linux.
        }
    }

    private static void memory(FigureSink sink) {
        var memory = ManagementFactory.getMemoryMXBean();
        area(sink, "heap", memory.getHeapMemoryUsage());
        area(sink, "nonheap", memory.getNonHeapMemoryUsage());
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            sink.gauge("jvm_buffer_pool_used_bytes", "Bytes of a pool of buffers.")
                    .sample(pool.getMemoryUsed(), "pool", pool.getName());
        }
    }

    private static void area(FigureSink sink, String area, MemoryUsage usage) {
        sink.gauge("jvm_memory_used_bytes", "Memory in use.").sample(usage.getUsed(), "area", area);
        sink.gauge("jvm_memory_committed_bytes", "Memory taken from the system.")
                .sample(usage.getCommitted(), "area", area);
        sink.gauge("jvm_memory_max_bytes", "Most memory that may be taken; -1 without a limit.")
                .sample(usage.getMax(), "area", area);
    }

    private static void collections(FigureSink sink) {
        for (GarbageCollectorMXBean each : ManagementFactory.getGarbageCollectorMXBeans()) {
            sink.counter("jvm_gc_collection_seconds_sum", "Time spent in collections.")
                    .sample(each.getCollectionTime() / MILLIS, "gc", each.getName());
            sink.counter("jvm_gc_collection_seconds_count", "Collections.")
                    .sample(each.getCollectionCount(), "gc", each.getName());
        }
    }

    private static void threads(FigureSink sink) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        sink.gauge("jvm_threads_current", "Platform threads.").sample(threads.getThreadCount());
        sink.gauge("jvm_threads_daemon", "Platform threads that are daemons.")
                .sample(threads.getDaemonThreadCount());
        sink.gauge("jvm_threads_peak", "Most platform threads so far.")
                .sample(threads.getPeakThreadCount());
    }
}
