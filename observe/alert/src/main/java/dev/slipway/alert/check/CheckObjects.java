package dev.slipway.alert.check;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.alert.check.Check.CheckStatus;
import dev.slipway.client.Cluster;
import dev.slipway.client.Resources;
import dev.slipway.controller.Component;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.MergeChange;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;

/// Joins the objects of kind `Check` to those who run them: what is there is run, and where a check
/// stands is written to its status when it changes. Owns the [Checks]. Thread-safe.
public final class CheckObjects implements Component {
    private static final System.Logger LOG = System.getLogger(CheckObjects.class.getName());

    private final Resources<Check> resources;
    private final Checks checks;

    /// To be made before `informers` start, or after: what is there already is taken over.
    public CheckObjects(Cluster cluster, Informers informers, Checks checks) {
        this.resources = cluster.resources(Check.KIND);
        this.checks = requireNonNull(checks, "checks");
        checks.addListener(this::writeStatus);
        Informer<Check> informer = informers.of(Check.KIND);
        informer.addListener(this::take);
        informer.all().forEach(checks::set);
    }

    @Override
    public void start() {
        checks.start();
    }

    @Override
    public void close() {
        checks.close();
    }

    private void take(Informer.Delta<Check> delta) {
        Check after = delta.after();
        if (after == null) {
            checks.remove(delta.object().key());
        } else {
            checks.set(after);
        }
    }

    /// What was written last is part of the check as it was seen, so that a status which could not
    /// be written is written after the next run.
    private void writeStatus(CheckOutcome outcome) {
        CheckStatus known = outcome.check().status();
        CheckStatus now = CheckStatus.of(outcome).since(known);
        if (now.standsAs(known)) {
            return;
        }
        try {
            ObjectNode status = Json.tree(now);
            Check _ =
                    resources.patchStatus(
                            outcome.check().key(), MergeChange.under("status", status));
        } catch (ApiException e) {
            boolean gone = e.reason() == ApiException.Reason.NOT_FOUND;
            LOG.log(
                    gone ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                    "Status of a check not written. check={0} reason={1}",
                    outcome.check().key(),
                    e.getMessage());
        }
    }
}
