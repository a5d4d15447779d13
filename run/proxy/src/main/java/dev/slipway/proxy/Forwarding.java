package dev.slipway.proxy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is changed on the way to a backend and back: the filters of a route, and of one of its
/// backends, folded into one edit each way.
record Forwarding(
        HeaderEditPlan requestEdit,
        HeaderEditPlan responseEdit,
        byte @Nullable [] rewrittenHost,
        @Nullable PathRewritePlan pathRewrite) {

    /// Later filters win over earlier ones.
    static Forwarding of(List<RouteFilter> filters) {
        List<RouteFilter.HeaderEdit> requestEdits = new ArrayList<>();
        List<RouteFilter.HeaderEdit> responseEdits = new ArrayList<>();
        String host = null;
        RouteFilter.PathRewrite path = null;
        for (RouteFilter filter : filters) {
            switch (filter) {
                case RouteFilter.RequestHeaders f -> requestEdits.add(f.edit());
                case RouteFilter.ResponseHeaders f -> responseEdits.add(f.edit());
                case RouteFilter.UrlRewrite f -> {
                    host = f.hostname() == null ? host : f.hostname();
                    path = f.path() == null ? path : f.path();
                }
                case RouteFilter.Redirect _, RouteFilter.Respond _, RouteFilter.Mirror _ -> {}
            }
        }
        return new Forwarding(
                editPlan(requestEdits),
                editPlan(responseEdits),
                host == null ? null : Ascii.bytes(host),
                PathRewritePlan.of(path));
    }

    private static HeaderEditPlan editPlan(List<RouteFilter.HeaderEdit> edits) {
        return edits.isEmpty() ? HeaderEditPlan.NONE : new HeaderEditPlan(edits);
    }
}
