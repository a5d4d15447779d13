package dev.slipway.terraform.config;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the files of a configuration are. Folders are relative to the one that is worked in, which
/// itself is the empty text.
public interface ConfigFiles {
    /// The names of the files in a folder, in order; null if there is no such folder.
    @Nullable List<String> names(String folder) throws IOException;

    byte[] read(String folder, String name) throws IOException;
}
