package dev.slipway.template;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The syntax tree. `toString` writes what a node was written as; messages quote it.
sealed interface Node {
    Position position();

    /// A part of the text that runs.
    sealed interface Statement extends Node {}

    /// A part of a command: something that has a value.
    sealed interface Operand extends Node {}

    record Body(Position position, List<Statement> statements) implements Node {
        /// Nothing but spaces: it does not replace another definition.
        boolean isEmpty() {
            return statements.stream().allMatch(each -> each instanceof Text t && t.isBlank());
        }

        @Override
        public String toString() {
            return statements.stream().map(Object::toString).collect(Collectors.joining());
        }
    }

    record Text(Position position, String text) implements Statement {
        boolean isBlank() {
            return text.isBlank();
        }

        @Override
        public String toString() {
            return text;
        }
    }

    record Action(Position position, Pipe pipe) implements Statement {
        @Override
        public String toString() {
            return "{{" + pipe + "}}";
        }
    }

    /// `if`, `with` and `range` have the same shape.
    enum Branching {
        IF,
        WITH,
        RANGE
    }

    record Branch(Branching kind, Position position, Pipe pipe, Body body, @Nullable Body otherwise)
            implements Statement {
        @Override
        public String toString() {
            String word = kind.name().toLowerCase(Locale.ROOT);
            String rest = otherwise == null ? "" : "{{else}}" + otherwise;
            return "{{" + word + " " + pipe + "}}" + body + rest + "{{end}}";
        }
    }

    record Invocation(Position position, String name, @Nullable Pipe pipe) implements Statement {
        @Override
        public String toString() {
            String rest = pipe == null ? "" : " " + pipe;
            return "{{template " + GoQuote.quoted(name) + rest + "}}";
        }
    }

    record Break(Position position) implements Statement {
        @Override
        public String toString() {
            return "{{break}}";
        }
    }

    record Continue(Position position) implements Statement {
        @Override
        public String toString() {
            return "{{continue}}";
        }
    }

    record Pipe(
            Position position, List<Variable> variables, boolean assigns, List<Command> commands)
            implements Operand {
        @Override
        public String toString() {
            String before = "";
            if (!variables.isEmpty()) {
                before =
                        variables.stream().map(Object::toString).collect(Collectors.joining(", "))
                                + (assigns ? " = " : " := ");
            }
            return before
                    + commands.stream().map(Object::toString).collect(Collectors.joining(" | "));
        }
    }

    record Command(Position position, List<Operand> words) implements Node {
        @Override
        public String toString() {
            return words.stream().map(Node::inCommand).collect(Collectors.joining(" "));
        }
    }

    record Identifier(Position position, String name) implements Operand {
        @Override
        public String toString() {
            return name;
        }
    }

    /// `$name`, perhaps with fields after it.
    record Variable(Position position, String name, List<String> fields) implements Operand {
        @Override
        public String toString() {
            return name + dotted(fields);
        }
    }

    record Field(Position position, List<String> fields) implements Operand {
        @Override
        public String toString() {
            return dotted(fields);
        }
    }

    /// Fields of what stands in parentheses, or of what a function returns.
    record Chain(Position position, Operand receiver, List<String> fields) implements Operand {
        @Override
        public String toString() {
            return inCommand(receiver) + dotted(fields);
        }
    }

    record Dot(Position position) implements Operand {
        @Override
        public String toString() {
            return ".";
        }
    }

    record Nil(Position position) implements Operand {
        @Override
        public String toString() {
            return "nil";
        }
    }

    record Bool(Position position, boolean value) implements Operand {
        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    /// @param rune whether it was written as a character
    record Numeral(Position position, String text, boolean rune, NumberScanner.Reading value)
            implements Operand {
        /// Whether it is a float even where its value is whole.
        boolean isFloat() {
            boolean hexInteger =
                    (text.contains("x") || text.contains("X"))
                            && !(text.contains("p") || text.contains("P"));
            return !rune && !hexInteger && text.matches(".*[.eEpP].*");
        }

        @Override
        public String toString() {
            return text;
        }
    }

    record Str(Position position, String source, String text) implements Operand {
        @Override
        public String toString() {
            return source;
        }
    }

    private static String dotted(List<String> fields) {
        return fields.stream().map(each -> "." + each).collect(Collectors.joining());
    }

    private static String inCommand(Operand operand) {
        return operand instanceof Pipe ? "(" + operand + ")" : operand.toString();
    }
}
