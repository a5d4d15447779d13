package dev.slipway.server;

/// What `server.json` says of the server that runs on a data folder: its process and the ports
/// really bound.
public record RunningServer(
        long processId,
        long processStartMillis,
        String version,
        int apiPort,
        int consolePort,
        int edgePort,
        int edgeTlsPort) {

    /// The process is there and is the one that wrote the file, not another with its number.
    boolean isAlive() {
        return ProcessHandle.of(processId)
                .filter(ProcessHandle::isAlive)
                .filter(process -> startMillis(process) == processStartMillis)
                .isPresent();
    }

    static long startMillis(ProcessHandle process) {
        return process.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L);
    }
}
