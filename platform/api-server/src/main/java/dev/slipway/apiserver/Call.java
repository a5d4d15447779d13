package dev.slipway.apiserver;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.slipway.api.Caller;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;

/// A request whose sender is known.
record Call(
        ServiceRequestContext context,
        RequestHeaders headers,
        Caller caller,
        Query query,
        byte[] body) {
    private static final byte[] NOTHING = {};

    static Call withoutBody(ServiceRequestContext context, RequestHeaders headers, Caller caller) {
        return new Call(context, headers, caller, Query.parse(context.query()), NOTHING);
    }

    Call withBody(byte[] newBody) {
        return new Call(context, headers, caller, query, newBody);
    }

    HttpMethod method() {
        return headers.method();
    }

    Accept accept() {
        return Accept.parse(headers.get(HttpHeaderNames.ACCEPT));
    }

    boolean acceptsGzip() {
        String encodings = headers.get(HttpHeaderNames.ACCEPT_ENCODING);
        return encodings != null && encodings.contains("gzip");
    }

    /// Lower case and without parameters; empty if there is none.
    String contentType() {
        String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
        return type == null ? "" : Words.split(type, ';').get(0).toLowerCase(java.util.Locale.ROOT);
    }

    ApiException methodNotAllowed() {
        return new ApiException(
                Reason.METHOD_NOT_ALLOWED,
                "the server does not allow this method on the requested resource");
    }
}
