package dev.slipway.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A reverse proxy (or the web server behind them all) that runs as a process of its own with one
/// worker thread.
@SuppressWarnings("InlineFormatString") // Whole configuration files read better apart.
final class EdgePeer implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(20);
    private static final String NGINX =
            """
            daemon off; master_process off; worker_processes 1;
            pid %1$s/%2$s.pid; error_log /dev/null;
            events { worker_connections 4096; }
            http {
              access_log off; keepalive_requests 100000000;
              client_body_temp_path %1$s; proxy_temp_path %1$s; fastcgi_temp_path %1$s;
              uwsgi_temp_path %1$s; scgi_temp_path %1$s;
              %3$s
            }
            """;
    private static final String SERVED =
            """
            server { listen 127.0.0.1:%d; location / { return 200 "hello, world\\n"; } }
            """;
    private static final String PROXIED =
            """
            upstream u { server 127.0.0.1:%d; keepalive 128; keepalive_requests 100000000; }
            server {
              listen 127.0.0.1:%d;
              location / {
                proxy_pass http://u; proxy_http_version 1.1;
                proxy_set_header Connection ""; proxy_set_header Host $host;
                proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                proxy_set_header X-Forwarded-Proto $scheme;
                proxy_set_header X-Forwarded-Host $host;
              }
            }
            """;
    private static final String HAPROXY =
            """
            global
              nbthread 1
              maxconn 4096
            defaults
              mode http
              timeout client 30s
              timeout server 30s
              timeout connect 5s
              option forwardfor
              http-reuse always
            frontend f
              bind 127.0.0.1:%d
              http-request set-header X-Forwarded-Proto http
              http-request set-header X-Forwarded-Host %%[req.hdr(Host)]
              default_backend b
            backend b
              balance leastconn
              server s 127.0.0.1:%d
            """;

    private final String name;
    private final Process process;
    private final int port;

    private EdgePeer(String name, Process process, int port) {
        this.name = name;
        this.process = process;
        this.port = port;
    }

    /// A web server with a small fixed answer.
    static EdgePeer upstream(Path folder) throws IOException {
        int port = freePort();
        return nginx("upstream", folder, SERVED.formatted(port), port);
    }

    static EdgePeer nginx(Path folder, int upstream) throws IOException {
        int port = freePort();
        return nginx("nginx", folder, PROXIED.formatted(upstream, port), port);
    }

    private static EdgePeer nginx(String name, Path folder, String servers, int port)
            throws IOException {
        Path file = folder.resolve(name + ".conf");
        Files.writeString(file, NGINX.formatted(folder, name, servers));
        return start(name, port, List.of("nginx", "-c", file.toString()));
    }

    static EdgePeer haproxy(Path folder, int upstream) throws IOException {
        int port = freePort();
        Path file = folder.resolve("haproxy.cfg");
        Files.writeString(file, HAPROXY.formatted(port, upstream));
        return start("haproxy", port, List.of("haproxy", "-db", "-f", file.toString()));
    }

    /// Ours, in a process like the others, with the flags of a small server.
    static EdgePeer slipway(String transport, int upstream) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-XX:+UseSerialGC", "-Xmx64m", "-Dio.netty.leakDetection.level=disabled"));
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EdgeProxy.class.getName(),
                        Integer.toString(upstream),
                        transport));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        String line = out.readLine();
        if (line == null) {
            throw new IOException("proxy: ended before it listened");
        }
        return new EdgePeer("slipway/" + transport, process, Integer.parseInt(line));
    }

    private static EdgePeer start(String name, int port, List<String> command) throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        EdgePeer peer = new EdgePeer(name, process, port);
        peer.awaitListening();
        return peer;
    }

    private void awaitListening() throws IOException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setTcpNoDelay(true);
                return;
            } catch (IOException notYet) {
                Thread.onSpinWait();
            }
        }
        throw new IOException(name + ": does not listen on port " + port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    /// User and system time of the process so far, in ticks of 10 ms.
    long cpuTicks() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    long residentKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.destroy();
        process.onExit().join();
    }
}
