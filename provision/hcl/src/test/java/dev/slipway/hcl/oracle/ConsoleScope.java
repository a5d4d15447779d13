package dev.slipway.hcl.oracle;

import dev.slipway.hcl.eval.Evaluation;
import dev.slipway.hcl.eval.Evaluator;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.function.Functions;
import dev.slipway.hcl.function.Surroundings;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.syntax.Parser;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValueText;
import dev.slipway.hcl.value.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A module that both sides know: variables of every kind, and a few files.
final class ConsoleScope {
    private static final String VARIABLES =
            """
            variable "ub" { type = bool }
            variable "un" { type = number }
            variable "us" { type = string }
            variable "ul" { type = list(string) }
            variable "uln" { type = list(number) }
            variable "um" { type = map(string) }
            variable "uset" { type = set(string) }
            variable "ut" { type = tuple([string, number]) }
            variable "uo" { type = object({ a = string, b = number }) }
            variable "ua" {}
            variable "sens" {
              type      = string
              default   = "secret"
              sensitive = true
            }
            variable "senslist" {
              type      = list(string)
              default   = ["a", "b"]
              sensitive = true
            }
            variable "sensnum" {
              type      = number
              default   = 7
              sensitive = true
            }
            variable "eph" {
              type      = string
              default   = "e"
              ephemeral = true
            }
            variable "nul" {
              type    = string
              default = null
            }
            variable "nullist" {
              type    = list(string)
              default = null
            }
            variable "list" {
              type    = list(string)
              default = ["a", "b", "c"]
            }
            variable "nums" {
              type    = list(number)
              default = [3, 1, 2]
            }
            variable "map" {
              type    = map(string)
              default = { k = "v", a = "1" }
            }
            variable "set" {
              type    = set(string)
              default = ["x", "y"]
            }
            variable "objs" {
              type    = list(object({ name = string, size = number }))
              default = [{ name = "n1", size = 1 }, { name = "n2", size = 2 }]
            }
            variable "template" {
              type    = string
              default = "hello $${x}%%{ for i in l ~} [$${i}] %%{ endfor ~} bye"
            }
            """;

    private final Scope scope;

    ConsoleScope(Path folder) {
        Surroundings surroundings =
                new Surroundings(folder, Path.of("/home/user"), () -> Instant.EPOCH, new Random(1));
        this.scope =
                Scope.of(Map.of("var", variables(), "path", paths()), Functions.all(surroundings));
    }

    private static Value paths() {
        return Values.object(Map.of("module", Value.of("."), "root", Value.of(".")));
    }

    private static Value variables() {
        return Values.object(
                Map.ofEntries(
                        Map.entry("ub", Value.unknown(Type.Primitive.BOOL)),
                        Map.entry("un", Value.unknown(Type.Primitive.NUMBER)),
                        Map.entry("us", Value.unknown(Type.Primitive.STRING)),
                        Map.entry("ul", Value.unknown(Type.list(Type.Primitive.STRING))),
                        Map.entry("uln", Value.unknown(Type.list(Type.Primitive.NUMBER))),
                        Map.entry("um", Value.unknown(Type.map(Type.Primitive.STRING))),
                        Map.entry("uset", Value.unknown(Type.set(Type.Primitive.STRING))),
                        Map.entry(
                                "ut",
                                Value.unknown(
                                        Type.tuple(
                                                List.of(
                                                        Type.Primitive.STRING,
                                                        Type.Primitive.NUMBER)))),
                        Map.entry(
                                "uo",
                                Value.unknown(
                                        Type.object(
                                                Map.of(
                                                        "a",
                                                        Type.Primitive.STRING,
                                                        "b",
                                                        Type.Primitive.NUMBER)))),
                        Map.entry("ua", Values.DYNAMIC),
                        Map.entry("sens", Value.of("secret").withMark(Mark.SENSITIVE)),
                        Map.entry("senslist", texts("a", "b").withMark(Mark.SENSITIVE)),
                        Map.entry("sensnum", Value.of(7).withMark(Mark.SENSITIVE)),
                        Map.entry("eph", Value.of("e").withMark(Mark.EPHEMERAL)),
                        Map.entry("nul", Value.nullOf(Type.Primitive.STRING)),
                        Map.entry("nullist", Value.nullOf(Type.list(Type.Primitive.STRING))),
                        Map.entry("list", texts("a", "b", "c")),
                        Map.entry(
                                "nums",
                                Values.list(
                                        Type.Primitive.NUMBER,
                                        List.of(Value.of(3), Value.of(1), Value.of(2)))),
                        Map.entry(
                                "map",
                                Values.map(
                                        Type.Primitive.STRING,
                                        Map.of("k", Value.of("v"), "a", Value.of("1")))),
                        Map.entry(
                                "set",
                                Values.set(
                                        Type.Primitive.STRING,
                                        List.of(Value.of("x"), Value.of("y")))),
                        Map.entry("objs", objects()),
                        Map.entry(
                                "template",
                                Value.of("hello ${x}%{ for i in l ~} [${i}] %{ endfor ~} bye"))));
    }

    private static Value texts(String... texts) {
        return Values.list(Type.Primitive.STRING, List.of(texts).stream().map(Value::of).toList());
    }

    private static Value objects() {
        Type type =
                Type.object(Map.of("name", Type.Primitive.STRING, "size", Type.Primitive.NUMBER));
        return Values.list(
                type,
                List.of(
                        Values.object(Map.of("name", Value.of("n1"), "size", Value.of(1))),
                        Values.object(Map.of("name", Value.of("n2"), "size", Value.of(2)))));
    }

    /// Writes the module for the binary, and the files for both.
    static void write(Path folder) throws IOException {
        Files.writeString(folder.resolve("variables.tf"), VARIABLES);
        Files.writeString(folder.resolve("hello.txt"), "hello\nworld\n");
        Files.writeString(
                folder.resolve("page.tftpl"), "%{ for x in l ~}\n- ${x}\n%{ endfor ~}\n${t}!\n");
        Files.write(folder.resolve("binary.bin"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        Path sub = Files.createDirectories(folder.resolve("sub/deep"));
        Files.writeString(sub.resolve("a.txt"), "a");
        Files.writeString(folder.resolve("sub/b.txt"), "b");
    }

    /// The answer as the element of a tuple, as the binary's console gives it, or the mistake.
    Answer answer(String text) {
        Diagnostics diagnostics = new Diagnostics();
        Expression expression =
                Parser.expression(new SourceText("<console-input>", text), diagnostics);
        if (expression == null || diagnostics.hasErrors()) {
            return Answer.refused(first(diagnostics));
        }
        Evaluation evaluation = Evaluator.evaluate(expression, scope);
        if (evaluation.diagnostics().hasErrors()) {
            return Answer.refused(first(evaluation.diagnostics()));
        }
        Value tuple = Values.tuple(List.of(evaluation.value()));
        return Answer.of(TerraformConsole.element(ValueText.of(tuple)));
    }

    private static String first(Diagnostics diagnostics) {
        Diagnostic first = diagnostics.list().getFirst();
        return first.summary() + ": " + first.detail();
    }
}
