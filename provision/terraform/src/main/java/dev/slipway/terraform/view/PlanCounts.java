package dev.slipway.terraform.view;

import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.plan.ResourceChange;

/// How many objects a plan imports, adds, changes, destroys and forgets. Replacing one is adding
/// and destroying; reading data counts as nothing.
public record PlanCounts(int imports, int adds, int changes, int destroys, int forgets) {
    public static PlanCounts of(Plan plan) {
        int imports = 0;
        int adds = 0;
        int changes = 0;
        int destroys = 0;
        int forgets = 0;
        for (ResourceChange each : plan.changes()) {
            Action action = each.action();
            imports += each.details().importing() == null ? 0 : 1;
            adds += action == Action.CREATE || action.isReplace() ? 1 : 0;
            changes += action == Action.UPDATE ? 1 : 0;
            destroys += action == Action.DELETE || action.isReplace() ? 1 : 0;
            forgets += action == Action.FORGET ? 1 : 0;
        }
        return new PlanCounts(imports, adds, changes, destroys, forgets);
    }
}
