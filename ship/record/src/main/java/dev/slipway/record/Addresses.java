package dev.slipway.record;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.function.Predicate;

/// Decides which addresses messages may go to. By default neither this machine (whose own doors
/// trust it) nor addresses of one link (under which clouds hand out credentials) can be reached, by
/// whatever name. Immutable.
final class Addresses {
    /// Where one cloud hands out credentials under an address that looks like any other.
    private static final InetAddress CLOUD_METADATA = InetAddress.ofLiteral("fd00:ec2::254");

    private final boolean loopbackAllowed;

    Addresses(boolean loopbackAllowed) {
        this.loopbackAllowed = loopbackAllowed;
    }

    /// The address to connect to. All addresses of the name must be allowed, and the connection is
    /// made to the one that was looked at, so that no second look-up can give another. Throws
    /// [NotificationException].
    InetAddress allowed(URI target) {
        String host = target.getHost();
        if (host == null
                || !("http".equals(target.getScheme()) || "https".equals(target.getScheme()))) {
            throw new NotificationException(
                    "The address is no URL with a host (expected: http or https)");
        }
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        InetAddress[] all;
        try {
            all = InetAddress.getAllByName(name);
        } catch (UnknownHostException e) {
            throw new NotificationException("The host " + name + " is not known", e);
        }
        for (InetAddress address : all) {
            if (isForbidden(address)) {
                throw new NotificationException(
                        "The host "
                                + name
                                + " has the address "
                                + address.getHostAddress()
                                + ", to which messages are not sent");
            }
        }
        return all[0];
    }

    private boolean isForbidden(InetAddress address) {
        Predicate<InetAddress> never =
                each ->
                        each.isAnyLocalAddress()
                                || each.isLinkLocalAddress()
                                || each.isMulticastAddress()
                                || each.equals(CLOUD_METADATA);
        return never.test(address) || (address.isLoopbackAddress() && !loopbackAllowed);
    }
}
