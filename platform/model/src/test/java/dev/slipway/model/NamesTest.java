package dev.slipway.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class NamesTest {
    @Test
    void goodNamesHaveNoFaults() {
        assertThat(Names.labelFaults("a-1")).isEmpty();
        assertThat(Names.subdomainFaults("a.b-c.d")).isEmpty();
        assertThat(Names.label1035Faults("a1")).isEmpty();
        assertThat(Names.pathSegmentFaults("system:node.A")).isEmpty();
        assertThat(Names.labelKeyFaults("app.kubernetes.io/Name_1")).isEmpty();
        assertThat(Names.labelValueFaults("")).isEmpty();
        assertThat(Names.labelValueFaults("v1.2_x-3")).isEmpty();
        assertThat(Names.configKeyFaults(".env")).isEmpty();
        assertThat(Names.environmentNameFaults("A.b-1")).isEmpty();
        assertThat(Names.portNameFaults("http-2")).isEmpty();
    }

    @Test
    void faultsAreToldInTheWordsOfTheApi() {
        assertThat(Names.labelFaults("A"))
                .containsExactly(
                        "a lowercase RFC 1123 label must consist of lower case alphanumeric"
                                + " characters or '-', and must start and end with an alphanumeric"
                                + " character (e.g. 'my-name',  or '123-abc', regex used for"
                                + " validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')");
        assertThat(Names.labelFaults("a".repeat(64)))
                .containsExactly("must be no more than 63 characters");
        assertThat(Names.subdomainFaults("a..b")).hasSize(1);
        assertThat(Names.subdomainFaults("-")).hasSize(1);
        assertThat(Names.label1035Faults("1a")).first().asString().contains("DNS-1035");
        assertThat(Names.labelKeyFaults("/a")).containsExactly("prefix part must be non-empty");
        assertThat(Names.labelKeyFaults("a/")).containsExactly("name part must be non-empty");
        assertThat(Names.labelKeyFaults("A_/b")).first().asString().startsWith("prefix part a");
        assertThat(Names.labelKeyFaults("a".repeat(64)))
                .containsExactly("name part must be no more than 63 characters");
        assertThat(Names.labelValueFaults("a b")).hasSize(1);
        assertThat(Names.pathSegmentFaults("..")).containsExactly("may not be '..'");
        assertThat(Names.pathSegmentFaults("a/b%")).hasSize(2);
        assertThat(Names.configKeyFaults("../a")).containsExactly("must not start with '..'");
        assertThat(Names.configKeyFaults("a/b")).hasSize(1);
        assertThat(Names.environmentNameFaults("A=B")).hasSize(1);
        assertThat(Names.environmentNameFaults("")).hasSize(1);
        assertThat(Names.portNameFaults("-a--80-too-long-name"))
                .containsExactly(
                        "must be no more than 15 characters",
                        "must not contain consecutive hyphens",
                        "must not begin or end with a hyphen");
        assertThat(Names.portNameFaults("80"))
                .containsExactly("must contain at least one letter (a-z)");
    }

    @Test
    void longNamesAreNotMatchedForever() {
        String hostile = "a".repeat(1_000_000) + "!";
        assertThat(Names.subdomainFaults(hostile)).hasSize(1);
        assertThat(Names.labelKeyFaults(hostile)).hasSize(1);
    }

    @Test
    void labelsAndAnnotationsAreCheckedAsAWhole() {
        assertThat(Names.labelsFaults(Map.of("a b", "c d"), "metadata.labels"))
                .extracting(ApiException.Cause::field)
                .isEqualTo(List.of("metadata.labels", "metadata.labels"));
        assertThat(
                        Names.annotationsFaults(
                                Map.of("Upper/Case", "any\nthing"), "metadata.annotations"))
                .isEmpty();
        assertThat(
                        Names.annotationsFaults(
                                Map.of("a", "x".repeat(262_144)), "metadata.annotations"))
                .extracting(ApiException.Cause::message)
                .containsExactly("Too long: may not be more than 262144 bytes");
    }
}
