package dev.slipway.terraform.engine;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.provider.Answer;
import dev.slipway.provider.Provider;
import dev.slipway.provider.ProviderException;
import dev.slipway.provider.ProviderSource;
import dev.slipway.provider.Providers;
import dev.slipway.provider.schema.Schema;
import dev.slipway.state.InstanceState;
import dev.slipway.state.ObjectState;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ProviderAddress;
import dev.slipway.terraform.change.LiveObject;
import dev.slipway.terraform.change.Marks;
import dev.slipway.terraform.change.ObjectCodec;
import dev.slipway.terraform.change.Source;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.ProviderPlaces;
import dev.slipway.terraform.config.Resource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Has providers turn objects that were moved to another type, or another provider, into objects of
/// their own; before anything else of a plan, so that all of it sees them as what they are now.
/// Belongs to one thread.
final class TypeMoves implements AutoCloseable {
    private final PlanRun run;
    private final UnconfiguredProviders providers;
    private final Diagnostics diagnostics = new Diagnostics();

    TypeMoves(PlanRun run, Providers installed) {
        this.run = run;
        this.providers = new UnconfiguredProviders(installed);
    }

    /// One object on its way. `owner` is the provider that has it so far, `source` the one that it
    /// goes to.
    private record Way(
            InstanceAddress from,
            InstanceAddress to,
            ProviderAddress owner,
            ProviderSource source,
            @Nullable Resource resource,
            @Nullable SourceRange statement) {
        boolean isAcross() {
            return !from.type().equals(to.type()) || !owner.source().equals(source);
        }
    }

    void carryOut() {
        for (InstanceAddress each : run.objects.addresses()) {
            StateMoves.Origin origin = run.objects.origin(each);
            ProviderAddress owner = run.objects.provider(each);
            InstanceState state = run.objects.find(each);
            if (origin == null || owner == null || state == null) {
                continue;
            }
            Way way = way(origin, each, owner);
            if (way.isAcross()) {
                carry(way, state);
            }
        }
        run.findings().addAll(diagnostics);
    }

    /// Where nothing is declared, the provider stays the same.
    private Way way(StateMoves.Origin origin, InstanceAddress to, ProviderAddress owner) {
        ConfigTree tree = run.root.find(to.module().path());
        Resource resource =
                tree == null ? null : tree.module().resources().get(to.resource().resource());
        ProviderSource source =
                resource == null ? owner.source() : run.places.source(to.module().path(), resource);
        return new Way(origin.address(), to, owner, source, resource, origin.statement());
    }

    private void carry(Way way, InstanceState state) {
        try {
            Provider provider = providers.get(way.source());
            Schema schema = provider.schema().resource(way.to().type());
            if (schema == null) {
                // Told where the resource is planned or destroyed.
                return;
            }
            if (!provider.schema().capabilities().moveResourceState()) {
                diagnostics.error(
                        "Unsupported `moved` across resource types",
                        "The provider \""
                                + way.source()
                                + "\" does not support moved operations across resource types and"
                                + " providers.",
                        way.statement());
                return;
            }
            carry(way, state, provider, schema);
        } catch (ProviderException e) {
            diagnostics.error("Provider failed", way.to() + ": " + e.getMessage(), way.statement());
        }
    }

    private void carry(Way way, InstanceState state, Provider provider, Schema schema) {
        ObjectState current =
                state.current() == null ? null : moved(way, state.current(), provider, schema);
        TreeMap<String, ObjectState> deposed = new TreeMap<>();
        state.deposed()
                .forEach((key, each) -> {
                    ObjectState moved = moved(way, each, provider, schema);
                    if (moved != null) {
                        deposed.put(key, moved);
                    }
                });
        run.objects.add(way.to(), owner(way), new InstanceState(current, deposed));
    }

    private ProviderAddress owner(Way way) {
        ProviderPlaces.Place place =
                way.resource() == null
                        ? null
                        : run.places.of(way.to().module().path(), way.resource());
        return place == null
                ? new ProviderAddress(
                        way.owner().module(), way.source(), way.owner().alias(), InstanceKey.NONE)
                : place.address();
    }

    private @Nullable ObjectState moved(
            Way way, ObjectState kept, Provider provider, Schema schema) {
        Answer<Provider.Resource> answer =
                provider.moveResourceState(
                        way.to().type(),
                        new Provider.MoveRequest(
                                way.owner().source(),
                                way.from().type(),
                                kept.schemaVersion(),
                                kept.attributes(),
                                kept.privateData()));
        new Source(way.to().toString(), null, way.statement())
                .tell(answer.diagnostics(), diagnostics);
        if (answer.hasErrors()) {
            return null;
        }
        Value value = answer.value().value();
        if (value.isNull() || !value.isWhollyKnown()) {
            diagnostics.error(
                    "Provider returned invalid result object",
                    "The provider \""
                            + way.source()
                            + "\" moved "
                            + way.from()
                            + " to "
                            + way.to()
                            + " and answered "
                            + (value.isNull() ? "nothing" : "something that is not wholly known")
                            + " (expected: the object).\n\nThis is a bug in the provider, which"
                            + " should be reported in the provider's own issue tracker.",
                    way.statement());
            return null;
        }
        LiveObject live =
                new LiveObject(
                        marked(value, kept, schema),
                        kept.tainted(),
                        answer.value().privateData(),
                        answer.value().identity(),
                        kept.dependencies(),
                        kept.createBeforeDestroy());
        return ObjectCodec.encode(provider, way.to().type(), schema, live);
    }

    /// What was sensitive stays so, where there still is such a part.
    private static Value marked(Value value, ObjectState kept, Schema schema) {
        Map<ValuePath, Set<Mark>> marks = new LinkedHashMap<>();
        for (ValuePath each : kept.sensitive()) {
            if (each.in(value) != null) {
                marks.put(each, Set.of(Mark.SENSITIVE));
            }
        }
        return Marks.put(value, schema.block(), marks);
    }

    @Override
    public void close() {
        providers.close();
    }
}
