package dev.slipway.tidy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The arrows of ARCHITECTURE.md: each package and those of ours it may use.
final class DependencyDirectionTest {
    private static final String HOUSE = "dev.slipway.";

    private static final Map<String, List<String>> MAY_USE =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("model", List.of()),
                            Map.entry("store", List.of()),
                            Map.entry("client", List.of("model")),
                            Map.entry("controller", List.of("model", "client")),
                            Map.entry("api", List.of("model", "store", "client", "controller")),
                            Map.entry("http", List.of("controller")),
                            Map.entry(
                                    "apiserver",
                                    List.of("model", "client", "controller", "api", "http")),
                            Map.entry("workloads", List.of("model", "client", "controller")),
                            Map.entry("node", List.of("model", "client", "controller")),
                            Map.entry("proxy", List.of()),
                            Map.entry("edge", List.of("model", "client", "controller", "proxy")),
                            Map.entry("series", List.of()),
                            Map.entry("tsdb", List.of("series")),
                            Map.entry("promql", List.of("series")),
                            Map.entry("template", List.of()),
                            Map.entry("wire", List.of("series")),
                            Map.entry("rule", List.of("series", "promql", "template")),
                            Map.entry(
                                    "scrape",
                                    List.of("series", "wire", "model", "client", "controller")),
                            Map.entry(
                                    "alert",
                                    List.of(
                                            "template",
                                            "series",
                                            "model",
                                            "client",
                                            "controller",
                                            "http")),
                            Map.entry("remote", List.of("series", "wire")),
                            Map.entry(
                                    "metric",
                                    List.of(
                                            "series",
                                            "tsdb",
                                            "promql",
                                            "wire",
                                            "rule",
                                            "scrape",
                                            "remote",
                                            "model",
                                            "client",
                                            "controller",
                                            "http")),
                            Map.entry("hcl", List.of()),
                            Map.entry("provider", List.of("hcl")),
                            Map.entry("state", List.of("hcl", "provider")),
                            Map.entry("backend", List.of("hcl", "state")),
                            Map.entry("terraform", List.of("hcl", "provider", "state", "backend")),
                            Map.entry("ssh", List.of("terraform")),
                            Map.entry("install", List.of("hcl", "provider", "state", "terraform")),
                            Map.entry(
                                    "stack",
                                    List.of(
                                            "hcl",
                                            "provider",
                                            "state",
                                            "terraform",
                                            "install",
                                            "model",
                                            "client",
                                            "controller",
                                            "http")),
                            Map.entry("judge", List.of()),
                            Map.entry("evidence", List.of("judge", "model", "controller")),
                            Map.entry("config", List.of("model", "client", "controller")),
                            Map.entry("analysis", List.of("model", "client", "controller")),
                            Map.entry(
                                    "experiment",
                                    List.of("analysis", "model", "client", "controller")),
                            Map.entry(
                                    "rollout",
                                    List.of(
                                            "evidence",
                                            "config",
                                            "analysis",
                                            "model",
                                            "client",
                                            "controller")),
                            Map.entry("gate", List.of("evidence", "model", "client", "controller")),
                            Map.entry("release", List.of("model", "client", "controller")),
                            Map.entry("record", List.of("model", "client", "controller", "http")),
                            Map.entry(
                                    "console", List.of("model", "client", "controller", "http"))));

    private final JavaClasses house =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.slipway");

    @Test
    void eachModuleUsesOnlyThoseAboveIt() {
        MAY_USE.forEach((module, allowed) ->
                noClasses()
                        .that()
                        .resideInAPackage(HOUSE + module + "..")
                        .should()
                        .dependOnClassesThat(isOursButNot(module, allowed))
                        .because(module + " may use only " + allowed)
                        .check(house));
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.slipway.(**)").should().beFreeOfCycles().check(house);
    }

    @Test
    void namesSayTheConcept() {
        noClasses()
                .should()
                .haveNameMatching(".*(Manager|Impl|Base|Info|Utils?|Helpers?)")
                .check(house);
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..common..", "..helper..", "..misc..")
                .check(house);
    }

    @Test
    void nothingThrowsABareRuntimeException() {
        noClasses()
                .that()
                .areNotAssignableTo(RuntimeException.class)
                .should()
                .callConstructor(RuntimeException.class, String.class)
                .orShould()
                .callConstructor(RuntimeException.class, Throwable.class)
                .orShould()
                .callConstructor(RuntimeException.class, String.class, Throwable.class)
                .check(house);
    }

    @Test
    void theModulesAreThere() {
        for (String module : MAY_USE.keySet()) {
            assertThat(house.containPackage(HOUSE + module)).as(module).isTrue();
        }
    }

    private static DescribedPredicate<JavaClass> isOursButNot(String module, List<String> allowed) {
        return DescribedPredicate.describe(
                "are of ours but not of " + allowed,
                used -> {
                    String name = used.getPackageName() + ".";
                    return name.startsWith(HOUSE)
                            && !name.startsWith(HOUSE + module + ".")
                            && allowed.stream()
                                    .noneMatch(each -> name.startsWith(HOUSE + each + "."));
                });
    }
}
