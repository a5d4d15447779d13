package dev.slipway.node;

import dev.slipway.controller.Time;
import dev.slipway.model.kinds.Probe;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// One GET request that reads the status line only: a status from 200 to 399 is good. Certificates
/// are not checked, as the API defines it for probes. A probe per second and pod must cost next to
/// nothing, hence no HTTP client. Stateless.
final class HttpProbe {
    private static final int STATUS_LINE_MAX = 1024;
    private static final int OK_FIRST = 200;
    private static final int OK_LAST = 399;

    private HttpProbe() {}

    static ProbeOutcome run(
            Probe.HttpGet request, String host, int port, Duration timeout, Time time) {
        Socket socket = new Socket();
        // Bounds the whole request, however slowly the answer drips in.
        Time.Scheduled deadline = time.schedule(timeout, () -> close(socket));
        try (socket) {
            socket.connect(new InetSocketAddress(host, port), (int) timeout.toMillis());
            socket.setTcpNoDelay(true);
            boolean tls = "HTTPS".equalsIgnoreCase(request.scheme());
            Socket stream = tls ? secured(socket, host, port) : socket;
            stream.getOutputStream().write(head(request, host, port));
            return judge(statusLine(stream.getInputStream()));
        } catch (IOException e) {
            String url = "http://" + host + ":" + port + path(request);
            return ProbeOutcome.failure("Get \"" + url + "\": " + e.getMessage());
        } finally {
            deadline.cancel();
        }
    }

    private static byte[] head(Probe.HttpGet request, String host, int port) {
        StringBuilder head =
                new StringBuilder("GET ").append(path(request)).append(" HTTP/1.1\r\n");
        if (!names(request, "Host")) {
            head.append("Host: ").append(host).append(':').append(port).append("\r\n");
        }
        if (!names(request, "User-Agent")) {
            head.append("User-Agent: kube-probe/1.32\r\n");
        }
        if (!names(request, "Accept")) {
            head.append("Accept: */*\r\n");
        }
        for (Probe.Header header : request.httpHeaders()) {
            head.append(plain(header.name())).append(": ").append(plain(header.value()));
            head.append("\r\n");
        }
        return head.append("Connection: close\r\n\r\n")
                .toString()
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean names(Probe.HttpGet request, String header) {
        return request.httpHeaders().stream().anyMatch(h -> h.name().equalsIgnoreCase(header));
    }

    private static String plain(String text) {
        return text.replace("\r", "").replace("\n", "");
    }

    private static String path(Probe.HttpGet request) {
        String path = request.path() == null || request.path().isEmpty() ? "/" : request.path();
        String absolute = path.startsWith("/") ? path : "/" + path;
        return plain(absolute).replace(" ", "%20");
    }

    private static String statusLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < STATUS_LINE_MAX) {
            int c = in.read();
            if (c < 0 || c == '\n') {
                return line.toString().strip();
            }
            line.append((char) c);
        }
        throw new IOException("the answer begins with no status line");
    }

    private static ProbeOutcome judge(String line) {
        String[] parts = line.split(" ", 3);
        int status;
        try {
            status = parts.length < 2 ? 0 : Integer.parseInt(parts[1]);
        } catch (NumberFormatException _) {
            status = 0;
        }
        if (!line.startsWith("HTTP/") || status == 0) {
            return ProbeOutcome.failure("HTTP probe got no HTTP answer but `" + line + "`");
        }
        if (status < OK_FIRST || status > OK_LAST) {
            return ProbeOutcome.failure("HTTP probe failed with statuscode: " + status);
        }
        return ProbeOutcome.SUCCESS;
    }

    private static Socket secured(Socket plain, String host, int port) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAnything()}, null);
            return context.getSocketFactory().createSocket(plain, host, port, true);
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS is not available: " + e.getMessage(), e);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // It was only to be ended.
        }
    }

    /// Probes ask whether the program answers, not who it is.
    private static final class TrustAnything extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(
                X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(
                X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return List.<X509Certificate>of().toArray(new X509Certificate[0]);
        }
    }
}
