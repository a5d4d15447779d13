package dev.slipway.tsdb.block;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/// Opens the files that are written. The seam at which a test lets the disk be full or fail;
/// thread-safe.
@FunctionalInterface
public interface Disk {
    /// The file system as it is.
    Disk REAL = FileChannel::open;

    FileChannel open(Path file, OpenOption... options) throws IOException;
}
