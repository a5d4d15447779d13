package dev.slipway.proxy;

import io.netty.buffer.ByteBuf;

/// Who has a request at an endpoint and is told what becomes of it: an exchange of a client, or a
/// copy of one. All methods are called by the event loop of the connection.
interface UpstreamUser {
    /// A connection is being made.
    void connecting(UpstreamConnection pending);

    void connected(UpstreamConnection ready);

    void connectFailed(Throwable cause);

    /// Bytes came.
    void progress();

    /// The head of a response that is not the final one.
    void interim(ResponseHead head);

    /// The head of the final response: says how its body is framed, and leaves in the worker's
    /// buffer what is to be relayed in front of the body.
    void frame(ResponseHead head, BodyFraming framing);

    /// Whether the response is relayed without its chunk framing.
    boolean unchunks();

    /// A part of the response; the buffer is given away.
    void relay(ByteBuf part);

    void responseDone(UpstreamConnection done, boolean reusable);

    /// The response breaks the rules of HTTP.
    void broken(String text);

    /// The connection ended before the response did.
    void lost(boolean beganResponse);

    /// The endpoint speaks another protocol from here on.
    void switchProtocols(ResponseHead head, UpstreamConnection from, ByteBuf behindHead);

    /// The endpoint can, or cannot, take more of the request.
    void writabilityChanged();

    /// Nothing more came for now: what was relayed is to be sent.
    void flushRelayed();
}
