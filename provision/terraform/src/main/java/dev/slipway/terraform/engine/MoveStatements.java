package dev.slipway.terraform.engine;

import dev.slipway.state.address.ModulePath;
import dev.slipway.state.address.ResourceAddress;
import dev.slipway.state.address.Target;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.Refactorings.Moved;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All `moved` blocks of a configuration in the order in which they must be carried out: one that
/// moves an object to where another moves it on comes before that other. Stateless.
final class MoveStatements {
    private MoveStatements() {}

    /// A block, and the module whose addresses it speaks of.
    record Statement(ModulePath module, Moved moved) {
        private Place from() {
            return Place.of(module, moved.from());
        }

        private Place to() {
            return Place.of(module, moved.to());
        }
    }

    /// Where objects are, whichever instances there are; without a resource, a whole module.
    private record Place(ModulePath module, @Nullable ResourceAddress resource, Target target) {
        static Place of(ModulePath base, Target target) {
            return switch (target) {
                case Target.Module(var module) ->
                        new Place(below(base, module.path()), null, target);
                case Target.Resource(var path) ->
                        new Place(below(base, path.module().path()), path.resource(), target);
                case Target.Instance(var address) ->
                        new Place(
                                below(base, address.module().path()),
                                address.resource().resource(),
                                target);
            };
        }

        private static ModulePath below(ModulePath base, ModulePath inner) {
            ModulePath at = base;
            for (String name : inner.names()) {
                at = at.child(name);
            }
            return at;
        }

        /// Whether an object may be in both.
        boolean meets(Place other) {
            if (resource == null || other.resource == null) {
                return (resource == null && other.module.startsWith(module))
                        || (other.resource == null && module.startsWith(other.module));
            }
            return module.equals(other.module)
                    && resource.equals(other.resource)
                    && !areOtherInstances(target, other.target);
        }

        private static boolean areOtherInstances(Target one, Target two) {
            return one instanceof Target.Instance(var left)
                    && two instanceof Target.Instance(var right)
                    && left.module().equals(right.module())
                    && !left.key().equals(right.key());
        }
    }

    static List<Statement> inOrder(ConfigTree root) {
        List<Statement> written = new ArrayList<>();
        collect(root, written);
        Set<Statement> ordered = new LinkedHashSet<>();
        written.forEach(each -> add(each, written, ordered, new LinkedHashSet<>()));
        return List.copyOf(ordered);
    }

    /// Tells of statements that cannot both be true.
    static void check(List<Statement> statements, Findings findings) {
        for (int i = 0; i < statements.size(); i++) {
            for (Statement earlier : statements.subList(0, i)) {
                Statement later = statements.get(i);
                boolean samePlace = later.module().equals(earlier.module());
                if (samePlace && later.moved().to().equals(earlier.moved().to())) {
                    ambiguous(later, earlier, findings, "only one object can move there");
                } else if (samePlace && later.moved().from().equals(earlier.moved().from())) {
                    ambiguous(later, earlier, findings, "an object can move to one place only");
                }
            }
        }
    }

    private static void ambiguous(
            Statement later, Statement earlier, Findings findings, String because) {
        findings.error(
                "Ambiguous move statements",
                "This statement says that "
                        + later.moved().from()
                        + " moved to "
                        + later.moved().to()
                        + ", but the one at "
                        + earlier.moved().range()
                        + " that "
                        + earlier.moved().from()
                        + " moved to "
                        + earlier.moved().to()
                        + ": "
                        + because
                        + ".",
                later.moved().range());
    }

    /// The innermost modules come first where nothing else decides.
    private static void collect(ConfigTree tree, List<Statement> statements) {
        tree.children().values().forEach(child -> collect(child, statements));
        tree.module()
                .refactorings()
                .moved()
                .forEach(each -> statements.add(new Statement(tree.path(), each)));
    }

    /// Statements that lead in a circle are carried out as written.
    private static void add(
            Statement statement,
            List<Statement> all,
            Set<Statement> ordered,
            Set<Statement> underWay) {
        if (ordered.contains(statement) || !underWay.add(statement)) {
            return;
        }
        for (Statement each : all) {
            if (!each.equals(statement) && each.to().meets(statement.from())) {
                add(each, all, ordered, underWay);
            }
        }
        ordered.add(statement);
    }
}
