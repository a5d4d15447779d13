package dev.slipway.cli;

import dev.slipway.server.SlipwayVersion;
import picocli.CommandLine.IVersionProvider;

/// What `slipway --version` prints.
final class VersionProvider implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"slipway " + SlipwayVersion.current(), "Java " + Runtime.version()};
    }
}
