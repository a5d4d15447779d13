package dev.slipway.tsdb;

import static java.util.Objects.requireNonNull;

import dev.slipway.tsdb.block.Disk;
import java.nio.file.Path;
import java.time.InstantSource;

/// Where a database lies and what it is opened with.
record TsdbStorage(Path folder, TsdbConfig config, InstantSource clock, Disk disk) {
    TsdbStorage {
        requireNonNull(folder, "folder");
        requireNonNull(config, "config");
        requireNonNull(clock, "clock");
        requireNonNull(disk, "disk");
    }
}
