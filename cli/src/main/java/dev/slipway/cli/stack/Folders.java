package dev.slipway.cli.stack;

import dev.slipway.install.CliConfigReader;
import dev.slipway.ssh.SshHosts;
import dev.slipway.terraform.folder.WorkingFolder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;

/// Opens the folder a command works in.
final class Folders {
    private Folders() {}

    static WorkingFolder open(Shell shell) {
        return WorkingFolder.open(
                WorkingFolder.Places.of(shell.folder(), shell.environment()),
                shell.environment(),
                CliConfigReader.read(shell.environment()).overrides(),
                new SshHosts(shell.environment()),
                InstantSource.system());
    }

    /// Who locks states, for those who find them locked.
    static String who() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "localhost";
        }
        return System.getProperty("user.name", "somebody") + "@" + host;
    }
}
