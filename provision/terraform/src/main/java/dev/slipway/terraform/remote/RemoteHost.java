package dev.slipway.terraform.remote;

import java.nio.file.Path;
import java.util.function.Consumer;

/// A machine that somebody is signed in at. Belongs to one thread, whose interrupt ends what is
/// under way.
public interface RemoteHost extends AutoCloseable {
    /// How a command ended: with a code, or by a signal, whose name is empty otherwise.
    record Exit(int code, String signal) {
        public boolean isGood() {
            return code == 0 && signal.isEmpty();
        }
    }

    /// Writes a file, whose folder must be there; `mode` are its permissions.
    ///
    /// @throws RemoteException if that is not possible
    void write(byte[] content, int mode, String path) throws InterruptedException;

    /// Copies a file or a folder with all that is in it, permissions included. A folder becomes one
    /// of its name in `path` if that is there; of a source that ends in a slash, what is in it is
    /// copied into `path`, which must be there.
    ///
    /// @throws RemoteException if that is not possible
    void copy(Source source, String path) throws InterruptedException;

    /// Something of this machine to copy.
    record Source(Path path, boolean onlyContent) {}

    /// Runs a command in a terminal, as its output and its errors are told in one stream of lines.
    ///
    /// @throws RemoteException if the connection is lost
    Exit run(String command, Consumer<String> lines) throws InterruptedException;

    /// Removes a file; it is no failure if that is not possible.
    void remove(String path);

    @Override
    void close();
}
