package dev.slipway.metric.http;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;

/// One request, whole. Immutable, if nobody changes the body.
///
/// @param path below the mount, decoded
record Call(HttpMethod method, String path, RequestHeaders headers, Params params, byte[] body) {}
