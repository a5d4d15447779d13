package dev.slipway.terraform.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.PrivateData;
import dev.slipway.provider.ProviderSource;
import dev.slipway.state.State;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ModuleInstance;
import dev.slipway.state.address.ProviderAddress;
import dev.slipway.state.address.ResourceAddress;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.ActionReason;
import dev.slipway.terraform.plan.Change;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.plan.ResourceChange;
import dev.slipway.terraform.stored.Schemas;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlanTextTest {
    static List<String> cases() throws IOException {
        return Golden.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void showsPlansAsRecorded(String name) throws IOException {
        StringBuilder out = new StringBuilder();
        new PlanText(Golden.schemas(name), ViewOptions.PLAIN).write(Golden.plan(name), out);
        Golden.check(name, "plan.txt", out.toString());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void coloursChangeNothingElse(String name) throws IOException {
        ViewOptions colourful = new ViewOptions(true, 78, ViewOptions.Grouping.NEVER);
        StringBuilder out = new StringBuilder();
        new PlanText(Golden.schemas(name), colourful).write(Golden.plan(name), out);
        assertThat(out).contains("\u001b[");
        Golden.check(name, "plan.txt", out.toString().replaceAll("\u001b\\[[0-9;]*m", ""));
    }

    @Test
    void groupsManyAlikeChanges() throws IOException {
        List<ResourceChange> changes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            changes.add(created("terraform_data", "many", InstanceKey.of(i), List.of()));
        }
        changes.add(created("terraform_data", "other", InstanceKey.NONE, List.of()));
        String text = shown(plan(changes), ViewOptions.Grouping.MANY);
        assertThat(text)
                .contains("# terraform_data.many[2] will be created")
                .doesNotContain("# terraform_data.many[3] will be created")
                .contains(
                        """

                          # terraform_data.many[*]: 97 more like this
                          # (terraform_data.many[3] to terraform_data.many[99])

                          # terraform_data.other will be created
                        """)
                .contains("Plan: 101 to add, 0 to change, 0 to destroy.");
    }

    @Test
    void showsEachOfAFewAlikeChanges() throws IOException {
        List<ResourceChange> changes = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            changes.add(created("terraform_data", "few", InstanceKey.of(i), List.of()));
        }
        String text = shown(plan(changes), ViewOptions.Grouping.MANY);
        assertThat(text).contains("few[49] will be created").doesNotContain("more like this");
        assertThat(shown(plan(changes), ViewOptions.Grouping.ALWAYS))
                .contains("# terraform_data.few[*]: 49 more like this");
    }

    @Test
    void saysWhyAnObjectChanges() throws IOException {
        List<String> because = List.of("var.size changed from 1 to 2");
        String text =
                shown(
                        plan(List.of(created("terraform_data", "a", InstanceKey.NONE, because))),
                        ViewOptions.Grouping.NEVER);
        assertThat(text)
                .contains(
                        """
                          # terraform_data.a will be created
                          # because var.size changed from 1 to 2
                          + resource "terraform_data" "a" {
                        """);
    }

    @Test
    void saysThatNothingChanges() throws IOException {
        assertThat(shown(plan(List.of()), ViewOptions.Grouping.NEVER))
                .isEqualTo("\nNo changes. Everything is as the configuration says.\n");
    }

    @Test
    void cannotBeMadeToControlATerminal() throws IOException {
        Value evil = Values.object(Map.of("input", Value.of("a\u001b[2J\nb\u001b[31m\n\u202e")));
        ResourceChange change =
                change(
                        address("terraform_data", "x", InstanceKey.NONE),
                        new Change(Action.CREATE, Value.nullOf(Type.Any.DYNAMIC), evil),
                        List.of());
        assertThat(shown(plan(List.of(change)), ViewOptions.Grouping.NEVER))
                .doesNotContain("\u001b")
                .contains("a\\x1b[2J");
    }

    static ResourceChange created(String type, String name, InstanceKey key, List<String> because) {
        Value after =
                Values.object(
                        Map.of(
                                "id", Value.unknown(Type.Primitive.STRING),
                                "input", Value.of(key.toString())));
        Change change = new Change(Action.CREATE, Value.nullOf(Type.Any.DYNAMIC), after);
        return change(address(type, name, key), change, because);
    }

    static InstanceAddress address(String type, String name, InstanceKey key) {
        return ResourceAddress.managed(type, name).in(ModuleInstance.ROOT).instance(key);
    }

    static ResourceChange change(InstanceAddress address, Change change, List<String> because) {
        return new ResourceChange(
                address,
                address,
                null,
                ProviderAddress.root(ProviderSource.BUILT_IN),
                change,
                ActionReason.NONE,
                new ResourceChange.Details(PrivateData.NONE, List.of(), null, null, because));
    }

    static Plan plan(List<ResourceChange> changes) {
        State state = State.empty("1.11.4", "lineage");
        return new Plan(
                Plan.Mode.NORMAL,
                state,
                state,
                changes,
                List.of(),
                List.of(),
                new TreeMap<>(),
                List.of(),
                new Plan.Inputs(
                        new TreeMap<>(), List.of(), List.of(), List.of(), "default", Instant.EPOCH),
                false);
    }

    private static String shown(Plan plan, ViewOptions.Grouping grouping) throws IOException {
        StringBuilder out = new StringBuilder();
        new PlanText(Schemas.NONE, new ViewOptions(false, 78, grouping)).write(plan, out);
        return out.toString();
    }
}
