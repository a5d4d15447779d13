package dev.slipway.cli;

import dev.slipway.server.DataFolder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which data folder, and so which server, a command is about.
final class DataOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder (default: $SLIPWAY_HOME or ~/.slipway).")
    private @Nullable Path folder;

    static DataOptions of(Path folder) {
        DataOptions options = new DataOptions();
        options.folder = folder;
        return options;
    }

    DataFolder folder() {
        return DataFolder.at(path());
    }

    private Path path() {
        if (folder != null) {
            return folder.toAbsolutePath();
        }
        String home = System.getenv("SLIPWAY_HOME");
        return home != null && !home.isEmpty()
                ? Path.of(home).toAbsolutePath()
                : Path.of(System.getProperty("user.home"), ".slipway");
    }
}
