package dev.slipway.metric.http;

/// Answers the calls of one path. Runs on a thread of the call's own, which is interrupted when the
/// client goes; may block. Throws [CallException] for what cannot be answered.
@FunctionalInterface
interface Endpoint {
    Reply answer(Call call);
}
