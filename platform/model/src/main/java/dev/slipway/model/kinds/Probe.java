package dev.slipway.model.kinds;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.Immutable;
import dev.slipway.model.IntOrString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How to find out whether a container is well; exactly one of the actions is set.
public record Probe(
        @Nullable Exec exec,
        @Nullable HttpGet httpGet,
        @Nullable TcpSocket tcpSocket,
        @Nullable Grpc grpc,
        @Nullable Integer initialDelaySeconds,
        @Nullable Integer timeoutSeconds,
        @Nullable Integer periodSeconds,
        @Nullable Integer successThreshold,
        @Nullable Integer failureThreshold,
        @Nullable Long terminationGracePeriodSeconds) {

    /// A command; exit code 0 means success.
    public record Exec(List<String> command) {
        public Exec {
            command = Immutable.list(command);
        }
    }

    /// A request; a status from 200 to 399 means success.
    public record HttpGet(
            @Nullable String host,
            IntOrString port,
            @Nullable String path,
            @Nullable String scheme,
            List<Header> httpHeaders) {
        public HttpGet {
            requireNonNull(port, "port");
            httpHeaders = Immutable.list(httpHeaders);
        }
    }

    /// A header of the request.
    public record Header(String name, String value) {
        public Header {
            requireNonNull(name, "name");
            value = value == null ? "" : value;
        }
    }

    /// A connection that can be opened means success.
    public record TcpSocket(@Nullable String host, IntOrString port) {
        public TcpSocket {
            requireNonNull(port, "port");
        }
    }

    /// A call of the standard gRPC health service.
    public record Grpc(int port, @Nullable String service) {}
}
