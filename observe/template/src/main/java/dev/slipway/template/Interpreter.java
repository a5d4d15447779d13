package dev.slipway.template;

import dev.slipway.template.Node.Statement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Carries out the statements of one template. For one thread.
final class Interpreter {
    /// How a statement left.
    private enum Flow {
        ON,
        BREAK,
        CONTINUE
    }

    private final Execution execution;
    private final Definition definition;
    private final @Nullable Object data;
    private final Evaluator evaluator;

    Interpreter(Execution execution, Definition definition, @Nullable Object data) {
        this.execution = execution;
        this.definition = definition;
        this.data = data;
        this.evaluator = new Evaluator(execution, definition, data);
    }

    void run() {
        walk(data, definition.body());
    }

    private Flow walk(@Nullable Object dot, Node.Body body) {
        for (Statement statement : body.statements()) {
            Flow flow = walk(dot, statement);
            if (flow != Flow.ON) {
                return flow;
            }
        }
        return Flow.ON;
    }

    private Flow walk(@Nullable Object dot, Statement statement) {
        evaluator.at(statement);
        execution.step(evaluator);
        return switch (statement) {
            case Node.Text text -> {
                execution.write(evaluator, text.text());
                yield Flow.ON;
            }
            case Node.Action action -> {
                act(dot, action);
                yield Flow.ON;
            }
            case Node.Branch branch ->
                    switch (branch.kind()) {
                        case IF, WITH -> choose(dot, branch);
                        case RANGE -> range(dot, branch);
                    };
            case Node.Invocation invocation -> {
                invoke(dot, invocation);
                yield Flow.ON;
            }
            case Node.Break _ -> Flow.BREAK;
            case Node.Continue _ -> Flow.CONTINUE;
        };
    }

    private void act(@Nullable Object dot, Node.Action action) {
        Object value = evaluator.pipeline(dot, action.pipe());
        if (!action.pipe().variables().isEmpty()) {
            return;
        }
        evaluator.at(action);
        if (value instanceof TemplateFunction) {
            throw evaluator.error("can't print " + action + " of type " + GoType.of(value));
        }
        String text =
                value == null || value == Absent.VALUE
                        ? "<no value>"
                        : execution.shown(evaluator, value);
        execution.write(evaluator, text);
    }

    private Flow choose(@Nullable Object dot, Node.Branch branch) {
        int mark = evaluator.mark();
        Object value = evaluator.pipeline(dot, branch.pipe());
        Flow flow = Flow.ON;
        if (GoType.isTrue(value)) {
            flow = walk(branch.kind() == Node.Branching.WITH ? value : dot, branch.body());
        } else if (branch.otherwise() != null) {
            flow = walk(dot, branch.otherwise());
        }
        evaluator.reset(mark);
        return flow;
    }

    private Flow range(@Nullable Object dot, Node.Branch branch) {
        int outer = evaluator.mark();
        Object value = evaluator.pipeline(dot, branch.pipe());
        Loop loop = new Loop(branch, evaluator.mark());
        boolean any = value != null && iterate(loop, value, branch);
        Flow flow = Flow.ON;
        if (!any && branch.otherwise() != null) {
            flow = walk(dot, branch.otherwise());
        }
        evaluator.reset(outer);
        return flow;
    }

    private boolean iterate(Loop loop, Object value, Node.Branch branch) {
        return switch (value) {
            case List<?> list -> loop.over(list);
            case Map<?, ?> map -> loop.over(map);
            case Absent _ -> false;
            case Long count -> {
                if (branch.pipe().variables().size() > 1) {
                    throw evaluator.error(
                            "can't use " + count + " to iterate over more than one variable");
                }
                yield loop.over(count);
            }
            default ->
                    throw evaluator.error(
                            "range can't iterate over " + execution.shown(evaluator, value));
        };
    }

    /// The rounds of one range.
    private final class Loop {
        private final Node.Branch branch;
        private final int mark;

        Loop(Node.Branch branch, int mark) {
            this.branch = branch;
            this.mark = mark;
        }

        boolean over(List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                if (round((long) i, list.get(i)) == Flow.BREAK) {
                    break;
                }
            }
            return !list.isEmpty();
        }

        boolean over(Map<?, ?> map) {
            for (Object key : GoType.sortedKeys(map)) {
                if (round(GoType.normal(key), map.get(key)) == Flow.BREAK) {
                    break;
                }
            }
            return !map.isEmpty();
        }

        boolean over(long count) {
            for (long i = 0; i < count; i++) {
                execution.step(evaluator);
                if (round(i, i) == Flow.BREAK) {
                    break;
                }
            }
            return count > 0;
        }

        private Flow round(@Nullable Object index, @Nullable Object element) {
            Object value = GoType.normal(element);
            List<Node.Variable> variables = branch.pipe().variables();
            boolean both = variables.size() > 1;
            if (branch.pipe().assigns()) {
                if (both) {
                    evaluator.assign(variables.get(0).name(), index);
                    evaluator.assign(variables.get(1).name(), value);
                } else if (variables.size() == 1) {
                    evaluator.assign(variables.getFirst().name(), value);
                }
            } else if (!variables.isEmpty()) {
                evaluator.setFromTop(1, value);
                if (both) {
                    evaluator.setFromTop(2, index);
                }
            }
            Flow flow = walk(value, branch.body());
            evaluator.reset(mark);
            return flow;
        }
    }

    private void invoke(@Nullable Object dot, Node.Invocation invocation) {
        evaluator.at(invocation);
        Definition invoked = execution.definition(invocation.name());
        if (invoked == null) {
            throw evaluator.error("template " + GoQuote.quoted(invocation.name()) + " not defined");
        }
        Object given =
                invocation.pipe() == null
                        ? Absent.VALUE
                        : evaluator.pipeline(dot, invocation.pipe());
        evaluator.at(invocation);
        execution.invoke(evaluator, invoked, given);
    }
}
