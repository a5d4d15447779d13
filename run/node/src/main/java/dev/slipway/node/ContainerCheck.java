package dev.slipway.node;

import dev.slipway.controller.Time;
import dev.slipway.model.IntOrString;
import dev.slipway.model.kinds.Container;
import dev.slipway.model.kinds.Probe;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Carries out single probes and hooks of one running container. Blocks; thread-safe.
final class ContainerCheck {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration HOOK_MAX = Duration.ofMinutes(10);
    private static final int MESSAGE_MAX = 500;

    private final ContainerRuntime runtime;
    private final ContainerId id;
    private final Container container;
    private final PodPorts ports;
    private final Time time;

    ContainerCheck(
            ContainerRuntime runtime,
            ContainerId id,
            Container container,
            PodPorts ports,
            Time time) {
        this.runtime = runtime;
        this.id = id;
        this.container = container;
        this.ports = ports;
        this.time = time;
    }

    ProbeOutcome probe(Probe probe) {
        Duration timeout =
                Duration.ofSeconds(probe.timeoutSeconds() == null ? 1 : probe.timeoutSeconds());
        if (probe.exec() != null) {
            return exec(probe.exec().command(), timeout);
        }
        if (probe.httpGet() != null) {
            return http(probe.httpGet(), timeout);
        }
        if (probe.tcpSocket() != null) {
            return tcp(probe.tcpSocket(), timeout);
        }
        if (probe.grpc() != null) {
            return ProbeOutcome.failure(
                    "gRPC probes are not supported by this node; use tcpSocket or exec");
        }
        return ProbeOutcome.SUCCESS;
    }

    /// Runs a hook to its end; a missing one succeeds.
    ProbeOutcome hook(Container.@Nullable Handler hook, Duration max) throws InterruptedException {
        if (hook == null) {
            return ProbeOutcome.SUCCESS;
        }
        Duration timeout = max.compareTo(HOOK_MAX) < 0 ? max : HOOK_MAX;
        if (hook.exec() != null) {
            return exec(hook.exec().command(), timeout);
        }
        if (hook.httpGet() != null) {
            return http(hook.httpGet(), timeout);
        }
        if (hook.tcpSocket() != null) {
            return tcp(hook.tcpSocket(), timeout);
        }
        if (hook.sleep() != null) {
            Duration pause = Duration.ofSeconds(hook.sleep().seconds());
            Latch.after(time, pause.compareTo(timeout) < 0 ? pause : timeout).await();
        }
        return ProbeOutcome.SUCCESS;
    }

    private ProbeOutcome exec(List<String> command, Duration timeout) {
        try {
            ExecOutcome outcome = runtime.exec(id, command, timeout);
            if (outcome.timedOut()) {
                return ProbeOutcome.failure("command " + command + " timed out after " + timeout);
            }
            String output = outcome.output().strip();
            return outcome.exitCode() == 0
                    ? ProbeOutcome.SUCCESS
                    : ProbeOutcome.failure(
                            "command "
                                    + command
                                    + " exited with "
                                    + outcome.exitCode()
                                    + ": "
                                    + output.substring(0, Math.min(output.length(), MESSAGE_MAX)));
        } catch (ContainerException e) {
            return ProbeOutcome.failure(e.getMessage());
        }
    }

    private ProbeOutcome http(Probe.HttpGet request, Duration timeout) {
        Integer port = ports.resolve(container, request.port());
        return port == null
                ? unknownPort(request.port())
                : HttpProbe.run(request, host(request.host()), port, timeout, time);
    }

    private ProbeOutcome tcp(Probe.TcpSocket request, Duration timeout) {
        Integer port = ports.resolve(container, request.port());
        if (port == null) {
            return unknownPort(request.port());
        }
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(host(request.host()), port), (int) timeout.toMillis());
            return ProbeOutcome.SUCCESS;
        } catch (IOException e) {
            return ProbeOutcome.failure(
                    "dial tcp " + LOOPBACK + ":" + port + ": " + e.getMessage());
        }
    }

    private static String host(@Nullable String host) {
        return host == null || host.isEmpty() ? LOOPBACK : host;
    }

    private ProbeOutcome unknownPort(IntOrString port) {
        return ProbeOutcome.failure(
                "container `" + container.name() + "` declares no port named `" + port + "`");
    }
}
