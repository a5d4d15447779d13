package dev.slipway.install;

import dev.slipway.provider.ProviderSource;
import dev.slipway.terraform.version.Version;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/// A place that providers come from. Thread-safe.
interface ProviderOrigin {
    /// Which versions there are for this platform, in any order; none if the provider is not here.
    ///
    /// @throws IOException if that cannot be found out
    List<Version> versions(ProviderSource source) throws IOException;

    /// Where the package of a version is.
    ///
    /// @throws IOException if it cannot be had
    Found find(ProviderSource source, Version version, String platform) throws IOException;

    /// How people call it.
    @Override
    String toString();

    /// A package. `hashes` are those that its origin vouches for, `authentication` says in a word
    /// how far it can be trusted.
    record Found(Where where, List<String> hashes, String authentication) {
        public Found {
            hashes = List.copyOf(hashes);
        }

        static Found unauthenticated(Where where) {
            return new Found(where, List.of(), "unauthenticated");
        }
    }

    /// How a package is had.
    sealed interface Where {
        /// A folder with its files.
        record Folder(Path path) implements Where {}

        /// An archive that is here already.
        record Archive(Path path) implements Where {}

        /// An archive to be fetched.
        record Remote(URI uri) implements Where {}
    }
}
