package dev.slipway.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `validate` beside the real terraform: the same configurations are right, and what is wrong is
/// called the same.
final class ValidateCommandTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final Map<String, String> CASES = new TreeMap<>();

    static {
        CASES.put(
                "right",
                """
                variable "n" { type = number }
                locals { many = [for i in range(var.n) : i] }
                resource "terraform_data" "a" {
                  for_each = toset(["x"])
                  input    = { k = each.key, n = local.many }
                }
                resource "terraform_data" "b" { count = var.n }
                output "it" { value = terraform_data.b[0].id }
                """);
        CASES.put("no such variable", "output \"o\" { value = var.none }\n");
        CASES.put("no such local", "output \"o\" { value = local.none }\n");
        CASES.put("no such resource", "output \"o\" { value = terraform_data.none.id }\n");
        CASES.put("no such module", "output \"o\" { value = module.none.x }\n");
        CASES.put("no such argument", "resource \"terraform_data\" \"a\" {\n  inputs = 1\n}\n");
        CASES.put("no such type", "resource \"terraform_dta\" \"a\" {}\n");
        CASES.put("wrong type", "resource \"terraform_data\" \"a\" {\n  input = upper([1])\n}\n");
        CASES.put("no such function", "output \"o\" { value = none(1) }\n");
        CASES.put(
                "variable of a wrong kind",
                "variable \"a\" {\n  type    = number\n  default = \"x\"\n}\n");
        CASES.put("nothing", "");
    }

    @TempDir Path folder;

    @BeforeAll
    static void assumeTerraform() {
        Session.assumeTerraform();
    }

    @Test
    void findsWhatTerraformFinds() throws Exception {
        for (Map.Entry<String, String> each : CASES.entrySet()) {
            Session session = new Session(folder);
            session.write("main.tf", each.getValue());
            Session.Outcome own = session.run("validate", "-json");
            JsonNode ours = MAPPER.readTree(own.out());
            JsonNode theirs = MAPPER.readTree(session.terraform("", "validate", "-json").out());
            assertThat(ours.path("valid")).as(each.getKey()).isEqualTo(theirs.path("valid"));
            assertThat(summaries(ours)).as(each.getKey()).isEqualTo(summaries(theirs));
            assertThat(own.exitCode()).isEqualTo(ours.path("valid").asBoolean() ? 0 : 1);
        }
    }

    private static List<String> summaries(JsonNode json) {
        List<String> found = new ArrayList<>();
        json.path("diagnostics")
                .forEach(each ->
                        found.add(
                                each.path("summary").asText()
                                        + " in line "
                                        + each.path("range").path("start").path("line").asText()));
        return found;
    }

    @Test
    void tellsPeople() throws Exception {
        Session session = new Session(folder);
        session.write("main.tf", "output \"o\" { value = var.none }\n");
        Session.Outcome outcome = session.run("validate");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("Reference to undeclared input variable", "var.none");
        session.write("main.tf", "output \"o\" { value = 1 }\n");
        assertThat(session.run("validate").out()).contains("Success");
    }
}
