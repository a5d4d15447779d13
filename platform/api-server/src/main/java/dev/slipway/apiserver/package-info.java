/// The Kubernetes API over HTTP: what unmodified clients send, in the form they expect it answered.
///
/// [dev.slipway.apiserver.ApiServer] is the entry. A request is parsed ([RequestPath], [Query]),
/// its sender established and authorised ([Gate]), its body decoded ([Bodies]), carried out by
/// [dev.slipway.api.ObjectApi] ([ObjectCalls]) and answered in the form asked for ([Replies],
/// [Tables], [WatchStream]). Documents about the API itself ([Discovery], [OpenApi]) are generated
/// from its registry of kinds.
@NullMarked
package dev.slipway.apiserver;

import org.jspecify.annotations.NullMarked;
