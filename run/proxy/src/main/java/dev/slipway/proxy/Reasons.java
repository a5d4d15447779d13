package dev.slipway.proxy;

import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;

/// Words for numbers and causes.
final class Reasons {
    private Reasons() {}

    /// The reason phrase of a status that the proxy answers with.
    static String of(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 301 -> "Moved Permanently";
            case 302 -> "Found";
            case 303 -> "See Other";
            case 307 -> "Temporary Redirect";
            case 308 -> "Permanent Redirect";
            case 400 -> "Bad Request";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 408 -> "Request Timeout";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 417 -> "Expectation Failed";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            case 505 -> "HTTP Version Not Supported";
            default -> "Status";
        };
    }

    /// Why a connection could not be made, without addresses.
    static String of(Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        if (text.contains("refused")) {
            return "connection refused";
        }
        if (cause instanceof ConnectTimeoutException) {
            return "no answer in time";
        }
        return cause instanceof ConnectException ? "unreachable" : "connection failed";
    }
}
