package dev.slipway.hcl.eval;

import dev.slipway.hcl.depth.Depth;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.syntax.TemplatePart;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Finds, without evaluating, the variables an expression refers to and the functions it calls.
/// Names that a `for` introduces are no references. Belongs to one thread.
public final class References {
    /// What is deeper is never evaluated either.
    private static final int DEPTH_MAX = 1000;

    private final List<Reference> found = new ArrayList<>();
    private final Set<String> functions = new TreeSet<>();
    private List<String> local = List.of();
    private int depth;

    private References() {}

    /// In the order they are written.
    public static List<Reference> of(Expression expression) {
        References references = new References();
        references.visit(expression);
        return List.copyOf(references.found);
    }

    /// The names of the functions it may call.
    public static Set<String> functions(Expression expression) {
        References references = new References();
        references.visit(expression);
        return references.functions;
    }

    private void visit(Expression expression) {
        if (depth >= DEPTH_MAX) {
            return;
        }
        depth++;
        Depth.deeper(() -> {
            visitParts(expression);
            return true;
        });
        depth--;
    }

    private void visitParts(Expression expression) {
        Reference reference = Reference.of(expression);
        if (reference != null) {
            add(reference);
            return;
        }
        switch (expression) {
            case Expression.NumberLiteral ignored -> {}
            case Expression.BoolLiteral ignored -> {}
            case Expression.NullLiteral ignored -> {}
            case Expression.Element ignored -> {}
            case Expression.Variable ignored -> {}
            case Expression.Template template -> visitParts(template.parts());
            case Expression.Parentheses parentheses -> visit(parentheses.inner());
            case Expression.GetAttribute get -> visit(get.object());
            case Expression.Index index -> {
                visit(index.collection());
                visit(index.key());
            }
            case Expression.Splat splat -> {
                visit(splat.source());
                visit(splat.each());
            }
            case Expression.Call call -> {
                functions.add(call.name());
                call.arguments().forEach(this::visit);
            }
            case Expression.Unary unary -> visit(unary.operand());
            case Expression.Binary binary -> visitChain(binary);
            case Expression.Conditional conditional -> {
                visit(conditional.condition());
                visit(conditional.whenTrue());
                visit(conditional.whenFalse());
            }
            case Expression.TupleLiteral tuple -> tuple.elements().forEach(this::visit);
            case Expression.ObjectLiteral object -> object.items().forEach(this::visitItem);
            case Expression.For loop -> visitLoop(loop);
        }
    }

    /// A chain of operators may be long, and leans to the left.
    private void visitChain(Expression.Binary outermost) {
        Deque<Expression> operands = new ArrayDeque<>();
        Expression innermost = outermost;
        while (innermost instanceof Expression.Binary binary) {
            operands.push(binary.right());
            innermost = binary.left();
        }
        visit(innermost);
        operands.forEach(this::visit);
    }

    private void add(Reference reference) {
        if (!local.contains(reference.root())) {
            found.add(reference);
        }
    }

    private void visitItem(Expression.Item item) {
        if (item.bareKey() == null) {
            visit(item.key());
        }
        visit(item.value());
    }

    private void visitLoop(Expression.For loop) {
        visit(loop.collection());
        within(
                loop.names(),
                () -> {
                    if (loop.key() != null) {
                        visit(loop.key());
                    }
                    visit(loop.value());
                    if (loop.condition() != null) {
                        visit(loop.condition());
                    }
                });
    }

    private void within(Expression.ForNames names, Runnable visits) {
        List<String> outer = local;
        List<String> inner = new ArrayList<>(outer);
        inner.add(names.value());
        if (names.key() != null) {
            inner.add(names.key());
        }
        local = inner;
        visits.run();
        local = outer;
    }

    private void visitParts(List<TemplatePart> parts) {
        for (TemplatePart part : parts) {
            switch (part) {
                case TemplatePart.Literal ignored -> {}
                case TemplatePart.Interpolation interpolation -> visit(interpolation.expression());
                case TemplatePart.If condition -> {
                    visit(condition.condition());
                    visitParts(condition.whenTrue());
                    visitParts(condition.whenFalse());
                }
                case TemplatePart.For loop -> {
                    visit(loop.collection());
                    within(loop.names(), () -> visitParts(loop.body()));
                }
            }
        }
    }
}
