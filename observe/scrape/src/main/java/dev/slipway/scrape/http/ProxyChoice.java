package dev.slipway.scrape.http;

import dev.slipway.scrape.config.HttpSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Through which proxy a URL is reached: the one of the settings, or those of the usual environment
/// variables, unless the host is among those reached directly. Immutable.
final class ProxyChoice extends ProxySelector {
    private static final int PORT_DEFAULT = 80;

    private final @Nullable URI plain;
    private final @Nullable URI secure;
    private final List<String> direct;

    private ProxyChoice(@Nullable URI plain, @Nullable URI secure, String direct) {
        this.plain = plain;
        this.secure = secure;
        this.direct = List.of(direct.split(",", -1)).stream().map(String::strip).toList();
    }

    static ProxyChoice of(
            HttpSettings.Proxy settings, Function<String, @Nullable String> environment) {
        if (!settings.fromEnvironment()) {
            return new ProxyChoice(settings.url(), settings.url(), settings.noProxy());
        }
        String none = variable("NO_PROXY", environment);
        return new ProxyChoice(
                url(variable("HTTP_PROXY", environment)),
                url(variable("HTTPS_PROXY", environment)),
                none == null ? "" : none);
    }

    @Override
    public List<Proxy> select(URI uri) {
        URI proxy = "https".equals(uri.getScheme()) ? secure : plain;
        if (proxy == null || proxy.getHost() == null || isDirect(uri)) {
            return List.of(Proxy.NO_PROXY);
        }
        int port = proxy.getPort() < 0 ? PORT_DEFAULT : proxy.getPort();
        return List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), port)));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException problem) {
        // There is no other proxy to try; the request fails and says why.
    }

    private boolean isDirect(URI uri) {
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        String hostAndPort = host + ":" + uri.getPort();
        for (String each : direct) {
            String name = each.toLowerCase(Locale.ROOT);
            String domain = name.startsWith(".") ? name : "." + name;
            boolean matches =
                    name.equals("*")
                            || name.equals(host)
                            || name.equals(hostAndPort)
                            || host.endsWith(domain);
            if (!name.isEmpty() && matches) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String variable(
            String name, Function<String, @Nullable String> environment) {
        String value = environment.apply(name);
        return value == null ? environment.apply(name.toLowerCase(Locale.ROOT)) : value;
    }

    private static @Nullable URI url(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return URI.create(text.contains("://") ? text : "http://" + text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
