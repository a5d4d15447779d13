package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.client.ListQuery;
import dev.slipway.model.ApiException;
import dev.slipway.model.kinds.Kinds;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RbacAuthorizerTest {
    private final TestApi test = new TestApi();
    private final RbacAuthorizer authorizer = new RbacAuthorizer(test.api);

    @BeforeEach
    void bootstrap() {
        new Bootstrap(test.api).run();
    }

    @AfterEach
    void close() {
        authorizer.close();
        test.close();
    }

    @Test
    void allowsNothingThatIsNotGranted() {
        assertThat(allowed("get", "pods", "default")).isFalse();
    }

    @Test
    void allowsAdministratorsEverything() {
        Access access = Access.toKind("delete", test.kind("nodes"), "");

        assertThat(authorizer.decide(Caller.server(), access).allowed()).isTrue();
    }

    @Test
    void grantsARoleInItsNamespaceAsSoonAsItIsBound() {
        assertThat(allowed("list", "pods", "default")).isFalse();

        bind("view");

        assertThat(allowed("list", "pods", "default")).isTrue();
        assertThat(allowed("list", "pods", "kube-system")).isFalse();
        assertThat(allowed("create", "pods", "default")).isFalse();
        assertThat(allowed("list", "secrets", "default")).isFalse();
        test.delete("rolebindings", "alice");
        assertThat(allowed("list", "pods", "default")).isFalse();
    }

    @Test
    void grantsPathsToAllWhoAreSignedIn() {
        Access version = Access.toPath("get", "/version");

        assertThat(authorizer.decide(TestApi.ALICE, version).allowed()).isTrue();
        assertThat(authorizer.decide(TestApi.ALICE, Access.toPath("get", "/metrics")).allowed())
                .isFalse();
    }

    @Test
    void keepsControllersToTheirRights() {
        Caller component = Caller.component("system:controller:test");
        new Bootstrap(test.api)
                .grant(
                        component,
                        List.of(BootstrapRoles.rule(List.of("list"), List.of(""), "configmaps")));
        LocalCluster cluster = new LocalCluster(test.api, component, authorizer);

        assertThat(cluster.resources(Kinds.CONFIG_MAP).list(ListQuery.all()).items()).isEmpty();
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() ->
                        cluster.resources(Kinds.SECRET).list(ListQuery.inNamespace("default")))
                .withMessage(
                        "secrets is forbidden: User \"system:controller:test\" cannot list resource"
                                + " \"secrets\" in API group \"\" in the namespace \"default\"");
    }

    @Test
    void letsNobodyGrantMoreThanTheyMay() {
        test.admissions.add(new GrantGuard(authorizer));
        bindAs(Caller.server(), "admin");

        bindAs(TestApi.ALICE, "view");
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> bindAs(TestApi.ALICE, "cluster-admin"))
                .withMessageContaining("attempting to grant RBAC permissions not currently held");
    }

    private boolean allowed(String verb, String kind, String namespace) {
        Access access = Access.toKind(verb, test.kind(kind), namespace);
        return authorizer.decide(TestApi.ALICE, access).allowed();
    }

    private void bind(String role) {
        bindAs(Caller.server(), role);
    }

    private void bindAs(Caller author, String role) {
        String name = author.isAdministrator() ? "alice" : "by-alice-" + role;
        test.api.create(
                author,
                test.target("rolebindings", name),
                TestApi.json(
                        """
                        {"roleRef":{"kind":"ClusterRole","name":"%s"},
                         "subjects":[{"kind":"User","name":"alice"}]}
                        """
                                .formatted(role)),
                WriteOptions.defaults());
    }
}
