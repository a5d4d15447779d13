package dev.slipway.template;

import dev.slipway.template.TemplateException.Reason;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One run: what is defined, what has been written and done so far, and what may be. For one
/// thread.
final class Execution {
    private static final int STEPS_BETWEEN_LOOKS_AT_CLOCK = 256;

    private final Map<String, Definition> definitions;
    private final FunctionSet functions;
    private final MissingKey missingKey;
    private final Limits limits;
    private final LongSupplier nanoClock;
    private final long startNanos;
    private StringBuilder out = new StringBuilder();
    private long lengthSoFar;
    private long steps;
    private int depth;

    Execution(
            Map<String, Definition> definitions,
            FunctionSet functions,
            MissingKey missingKey,
            Limits limits,
            LongSupplier nanoClock) {
        this.definitions = definitions;
        this.functions = functions;
        this.missingKey = missingKey;
        this.limits = limits;
        this.nanoClock = nanoClock;
        this.startNanos = nanoClock.getAsLong();
    }

    String run(String name, @Nullable Object data) {
        Definition definition = definitions.get(name);
        if (definition == null) {
            throw new TemplateException(
                    Reason.EXECUTION,
                    new Position(1, 0),
                    "template: no template " + GoQuote.quoted(name),
                    null);
        }
        try {
            return collect(definition, data == null ? Absent.VALUE : data);
        } catch (StackOverflowError e) {
            // Blocks within blocks of templates that call each other: within every limit, and yet
            // more than a thread's stack.
            throw new TemplateException(
                    Reason.LIMIT,
                    new Position(1, 0),
                    "template: " + name + ": nested too deep for the stack",
                    e);
        }
    }

    /// Runs a template apart from what is being written, and returns what it wrote.
    String collect(Definition definition, @Nullable Object dot) {
        StringBuilder around = out;
        out = new StringBuilder();
        try {
            new Interpreter(this, definition, dot).run();
            return out.toString();
        } finally {
            out = around;
        }
    }

    void invoke(Evaluator from, Definition definition, @Nullable Object dot) {
        enter(from);
        new Interpreter(this, definition, dot).run();
        leave();
    }

    void enter(Evaluator from) {
        if (depth >= limits.depthMax()) {
            throw from.error(
                    Reason.LIMIT, "exceeded maximum template depth (" + limits.depthMax() + ")");
        }
        depth++;
    }

    void leave() {
        depth--;
    }

    @Nullable Definition definition(String name) {
        return definitions.get(name);
    }

    FunctionSet functions() {
        return functions;
    }

    MissingKey missingKey() {
        return missingKey;
    }

    int lengthMax() {
        return limits.lengthMax();
    }

    void write(Evaluator from, String text) {
        lengthSoFar += text.length();
        checkLength(from, lengthSoFar);
        out.append(text);
    }

    /// A value as an action writes it.
    String shown(Evaluator from, Object value) {
        try {
            return new GoFormat(limits.lengthMax()).print(List.of(value));
        } catch (TextLimitException e) {
            throw from.error(Reason.LIMIT, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw from.error("can't print: " + e.getMessage());
        }
    }

    void checkLength(Evaluator from, long length) {
        if (length > limits.lengthMax()) {
            throw from.error(
                    Reason.LIMIT, "more than " + limits.lengthMax() + " characters of output");
        }
    }

    void step(Evaluator from) {
        steps++;
        if (steps > limits.stepsMax()) {
            throw from.error(Reason.LIMIT, "more than " + limits.stepsMax() + " steps");
        }
        if (steps % STEPS_BETWEEN_LOOKS_AT_CLOCK == 0
                && nanoClock.getAsLong() - startNanos > limits.timeMax().toNanos()) {
            throw from.error(Reason.LIMIT, "longer than " + GoTime.text(limits.timeMax()));
        }
    }
}
