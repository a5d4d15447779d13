package dev.slipway.api;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.model.ApiException;
import dev.slipway.model.kinds.PolicyRule;
import dev.slipway.model.kinds.RoleReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Decides by the roles and bindings stored as objects. They are kept in memory as what each
/// subject may do, and read anew when one of them changes: a decision looks at the changes since
/// the last one, so that no thread follows them and a binding holds as soon as it is stored.
/// Thread-safe.
public final class RbacAuthorizer implements Authorizer, AutoCloseable {
    private static final List<String> KINDS =
            List.of("roles", "rolebindings", "clusterroles", "clusterrolebindings");
    private static final String GROUP = "rbac.authorization.k8s.io";
    private static final int CHANGES_MAX = 1000;
    private static final Decision DENIED = new Decision(false, "");
    private static final Decision ADMINISTRATOR =
            new Decision(true, "members of " + Caller.ADMINISTRATORS + " may do everything");

    private final ObjectApi api;
    private final ReentrantLock refreshing = new ReentrantLock();

    @GuardedBy("refreshing")
    private final List<ObjectWatch> changes = new ArrayList<>();

    private volatile Grants grants = new Grants();
    private volatile long revision = -1;

    public RbacAuthorizer(ObjectApi api) {
        this.api = requireNonNull(api, "api");
    }

    @Override
    public Decision decide(Caller caller, Access access) {
        if (caller.isAdministrator()) {
            return ADMINISTRATOR;
        }
        refresh();
        for (Grants.Grant grant : grants.of(caller, access.namespace())) {
            for (PolicyRule rule : grant.rules()) {
                if (RuleMatch.covers(rule, access)) {
                    return new Decision(true, "RBAC: allowed by " + grant.source());
                }
            }
        }
        return DENIED;
    }

    @Override
    public List<PolicyRule> rulesOf(Caller caller, String namespace) {
        refresh();
        List<PolicyRule> rules = new ArrayList<>();
        if (caller.isAdministrator()) {
            rules.add(BootstrapRoles.EVERYTHING);
            rules.add(BootstrapRoles.EVERY_PATH);
        }
        for (Grants.Grant grant : grants.of(caller, namespace)) {
            rules.addAll(grant.rules());
        }
        return rules;
    }

    /// The rules of a role that a binding in `namespace` refers to.
    List<PolicyRule> rulesOf(RoleReference role, String namespace) {
        refresh();
        return grants.rules(role, namespace);
    }

    @Override
    public void close() {
        refreshing.lock();
        try {
            closeWatches();
        } finally {
            refreshing.unlock();
        }
    }

    private void refresh() {
        long newest = api.revision();
        if (newest == revision) {
            return;
        }
        refreshing.lock();
        try {
            if (revision < newest) {
                if (changes.isEmpty() || hasChanges()) {
                    read();
                }
                revision = newest;
            }
        } finally {
            refreshing.unlock();
        }
    }

    @GuardedBy("refreshing")
    private boolean hasChanges() {
        boolean changed = false;
        try {
            for (ObjectWatch watch : changes) {
                changed |= !watch.poll(CHANGES_MAX, Duration.ZERO).isEmpty();
            }
            return changed;
        } catch (ApiException e) {
            // The watches fell behind what is kept: start again.
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @GuardedBy("refreshing")
    private void read() {
        closeWatches();
        long since = api.revision();
        for (String plural : KINDS) {
            KindDefinition kind = requireNonNull(api.kinds().find(GROUP, plural), plural);
            WatchOptions all = WatchOptions.changesSince(ListOptions.inNamespace(""), since);
            changes.add(api.watch(Caller.server(), kind, all));
        }
        grants = Grants.read(new LocalCluster(api, Caller.server()));
    }

    @GuardedBy("refreshing")
    private void closeWatches() {
        changes.forEach(ObjectWatch::close);
        changes.clear();
    }
}
