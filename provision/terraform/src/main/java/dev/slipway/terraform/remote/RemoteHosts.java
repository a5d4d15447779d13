package dev.slipway.terraform.remote;

import java.util.function.Consumer;

/// Reaches other machines. Implementations are thread-safe.
@FunctionalInterface
public interface RemoteHosts {
    /// Reaches none.
    RemoteHosts NONE =
            (_, _) -> {
                throw new RemoteException("Other machines cannot be reached from here.");
            };

    /// Signs in, trying again and again until the connection's timeout is over. Lines about what is
    /// done are told meanwhile.
    ///
    /// @throws RemoteException if that is not possible
    /// @throws InterruptedException if the thread is interrupted, which ends the attempt
    RemoteHost connect(Connection connection, Consumer<String> told) throws InterruptedException;
}
