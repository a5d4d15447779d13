package dev.slipway.ssh;

import dev.slipway.terraform.remote.Connection.Platform;
import dev.slipway.terraform.remote.OutputLines;
import dev.slipway.terraform.remote.RemoteException;
import dev.slipway.terraform.remote.RemoteHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.channel.PtyChannelConfiguration;
import org.apache.sshd.common.channel.PtyMode;

/// A machine at the end of its hops. Belongs to one thread.
final class SshHost implements RemoteHost {
    private static final Duration OPEN_MAX = Duration.ofSeconds(30);

    /// How long a command whose output has ended may take to tell its code.
    private static final Duration END_MAX = Duration.ofSeconds(30);

    private final ClientSession session;
    private final List<AutoCloseable> way;
    private final RemotePath paths;

    /// `way` is closed from its end to its beginning.
    SshHost(ClientSession session, Platform platform, List<AutoCloseable> way) {
        this.session = session;
        this.way = List.copyOf(way);
        this.paths = new RemotePath(platform);
    }

    @Override
    public void write(byte[] content, int mode, String path) throws InterruptedException {
        String name = RemotePath.name(path);
        if (path.endsWith("/") || name.isEmpty()) {
            throw new RemoteException(
                    "\"" + path + "\" names a folder (expected: the path of the new file).");
        }
        upload(
                "-d -t " + paths.quoted(RemotePath.folder(path)),
                upload -> upload.file(content, mode, name));
    }

    @Override
    public void copy(Source source, String path) throws InterruptedException {
        Path local = source.path();
        String own = String.valueOf(local.toAbsolutePath().normalize().getFileName());
        if (!Files.isDirectory(local)) {
            boolean into = path.endsWith("/");
            String folder = into ? path : RemotePath.folder(path);
            String name = into ? own : RemotePath.name(path);
            upload("-d -t " + paths.quoted(folder), upload -> upload.file(local, name));
            return;
        }
        String target = paths.quoted(path);
        if (source.onlyContent()) {
            upload("-r -d -t " + target, upload -> upload.content(local, 0));
        } else {
            upload("-r -t " + target, upload -> upload.folder(local, own, 0));
        }
    }

    /// What is sent.
    @FunctionalInterface
    private interface Sending {
        void send(ScpUpload upload) throws IOException;
    }

    private void upload(String arguments, Sending sending) throws InterruptedException {
        try (ScpUpload upload = ScpUpload.begin(session.createExecChannel("scp " + arguments))) {
            sending.send(upload);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public Exit run(String command, Consumer<String> lines) throws InterruptedException {
        try (ChannelExec channel =
                session.createExecChannel(paths.command(command), terminal(), Map.of())) {
            channel.setUsePty(true);
            channel.setRedirectErrorStream(true);
            channel.open().verify(OPEN_MAX);
            OutputLines.tell(channel.getInvertedOut(), lines);
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), END_MAX);
            Integer code = channel.getExitStatus();
            String signal = channel.getExitSignal();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (code == null && signal == null) {
                throw new RemoteException("The connection was lost.");
            }
            return new Exit(code == null ? 0 : code, signal == null ? "" : signal);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /// A terminal that does not repeat what it is told, as programs such as `sudo` may ask for one.
    private static PtyChannelConfiguration terminal() {
        PtyChannelConfiguration terminal = new PtyChannelConfiguration();
        terminal.setPtyType("xterm");
        terminal.setPtyColumns(80);
        terminal.setPtyLines(40);
        terminal.setPtyModes(Map.of(PtyMode.ECHO, 0, PtyMode.TTY_OP_ISPEED, 14_400));
        return terminal;
    }

    @Override
    public void remove(String path) {
        try (ChannelExec channel = session.createExecChannel(paths.removal(path))) {
            channel.open().verify(OPEN_MAX);
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), END_MAX);
        } catch (IOException e) {
            System.getLogger(SshHost.class.getName())
                    .log(System.Logger.Level.DEBUG, "Script was not removed.", e);
        }
    }

    private static RemoteException failure(IOException e) throws InterruptedException {
        if (Hop.isInterrupt(e)) {
            throw interrupted(e);
        }
        return new RemoteException("Failed on the way: " + e.getMessage() + ".", e);
    }

    static InterruptedException interrupted(IOException e) {
        InterruptedException interrupted = new InterruptedException();
        interrupted.initCause(e);
        return interrupted;
    }

    @Override
    public void close() {
        SshHosts.close(way);
    }
}
