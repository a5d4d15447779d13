package dev.slipway.ssh;

import dev.slipway.terraform.remote.Connection.Credentials;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.sshd.agent.SshAgent;
import org.apache.sshd.agent.SshAgentFactory;
import org.apache.sshd.agent.SshAgentServer;
import org.apache.sshd.agent.common.AbstractAgentProxy;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/// The user's agent, which keeps keys and signs with them, at its socket. Thread-safe.
final class AgentSocket extends AbstractAgentProxy {
    private static final int ANSWER_BYTES_MAX = 1 << 20;

    private final SocketChannel channel;
    private final @Nullable String preferred;

    private AgentSocket(SocketChannel channel, @Nullable String preferred) {
        super(null);
        this.channel = channel;
        this.preferred = preferred;
    }

    /// Opens the agent for each session; it is not lent to other machines.
    record Factory(String socket, Credentials credentials) implements SshAgentFactory {
        @Override
        public List<ChannelFactory> getChannelForwardingFactories(FactoryManager manager) {
            return List.of();
        }

        @Override
        public SshAgent createClient(@Nullable Session session, FactoryManager manager)
                throws IOException {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(UnixDomainSocketAddress.of(Path.of(socket)));
                return new AgentSocket(channel, credentials.agentIdentity());
            } catch (IOException e) {
                channel.close();
                throw new IOException("the agent at " + socket + " does not answer", e);
            }
        }

        @Override
        public SshAgentServer createServer(ConnectionService service) throws IOException {
            throw new IOException("the agent is not lent to other machines");
        }
    }

    /// The key that is named, by its comment or as a public key, comes first. Certificates are left
    /// out, since the library does not sign with those of an agent; the keys they are for are
    /// there.
    @Override
    public Iterable<? extends Map.Entry<PublicKey, String>> getIdentities() throws IOException {
        List<Map.Entry<PublicKey, String>> first = new ArrayList<>();
        List<Map.Entry<PublicKey, String>> others = new ArrayList<>();
        for (Map.Entry<PublicKey, String> each : super.getIdentities()) {
            if (each.getKey() instanceof OpenSshCertificate) {
                continue;
            }
            boolean named = preferred != null && isNamed(each, preferred.strip());
            (named ? first : others).add(each);
        }
        first.addAll(others);
        return first;
    }

    private static boolean isNamed(Map.Entry<PublicKey, String> identity, String name) {
        String line = org.apache.sshd.common.config.keys.PublicKeyEntry.toString(identity.getKey());
        return name.equals(identity.getValue()) || name.equals(line) || name.startsWith(line + " ");
    }

    @Override
    protected synchronized Buffer request(Buffer buffer) throws IOException {
        ByteBuffer asked = ByteBuffer.wrap(buffer.array(), buffer.rpos(), buffer.available());
        while (asked.hasRemaining()) {
            channel.write(asked);
        }
        int length = read(4).getInt();
        if (length < 1 || length > ANSWER_BYTES_MAX) {
            throw new IOException("the agent answered with " + length + " bytes");
        }
        return new ByteArrayBuffer(read(length).array());
    }

    private ByteBuffer read(int length) throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(length);
        while (answer.hasRemaining()) {
            if (channel.read(answer) < 0) {
                throw new IOException("the agent closed its socket");
            }
        }
        return answer.flip();
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        super.close();
    }
}
