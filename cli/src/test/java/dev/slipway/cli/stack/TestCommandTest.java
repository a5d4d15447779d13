package dev.slipway.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.provider.testing.ProviderMirror;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test files, beside the real terraform.
final class TestCommandTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir Path folder;
    private Session session;

    @BeforeEach
    void write() throws Exception {
        session = new Session(folder);
        session.write(
                "main.tf",
                """
                variable "n" {
                  type = number
                  validation {
                    condition     = var.n < 10
                    error_message = "too big"
                  }
                }
                resource "terraform_data" "a" {
                  input = var.n
                  lifecycle {
                    precondition {
                      condition     = var.n != 7
                      error_message = "not seven"
                    }
                  }
                }
                output "o" { value = terraform_data.a.output }
                """);
        session.write("setup/main.tf", "output \"five\" { value = 5 }\n");
    }

    private void test(String text) throws Exception {
        session.write("tests/a.tftest.hcl", text);
    }

    private static final String PASSING =
            """
            variables { n = 3 }
            run "applies" {
              assert {
                condition     = output.o == 3 && terraform_data.a.output == 3
                error_message = "o is not three"
              }
            }
            run "plans" {
              command = plan
              variables { n = run.applies.o + 1 }
              assert {
                condition     = terraform_data.a.input == 4
                error_message = "is ${terraform_data.a.input}"
              }
            }
            run "refuses" {
              command = plan
              variables { n = 11 }
              expect_failures = [var.n]
            }
            run "refuses_seven" {
              command = plan
              variables { n = 7 }
              expect_failures = [terraform_data.a]
            }
            run "setup" {
              module { source = "./setup" }
            }
            run "uses" {
              command = plan
              variables { n = run.setup.five }
              assert {
                condition     = terraform_data.a.input == 5
                error_message = "no"
              }
            }
            """;

    @Test
    void carriesOutRuns() throws Exception {
        test(PASSING);
        Session.Outcome outcome = session.run("test");
        assertThat(outcome.out()).contains("Success! 6 passed, 0 failed.");
        assertThat(outcome.exitCode()).isZero();
        assertThat(Files.exists(folder.resolve("terraform.tfstate"))).isFalse();
    }

    @Test
    void tellsWhatFails() throws Exception {
        test(
                """
                variables { n = 3 }
                run "wrong" {
                  assert {
                    condition     = output.o == 4
                    error_message = "o is ${output.o}"
                  }
                }
                run "unexpected" {
                  command = plan
                  expect_failures = [var.n]
                }
                run "after" {}
                """);
        Session.Outcome outcome = session.run("test");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out())
                .contains("run \"wrong\"... fail", "run \"after\"... skip")
                .contains("Failure! 0 passed, 2 failed, 1 skipped.");
        assertThat(outcome.err()).contains("o is 3", "Missing expected failure");
    }

    @Test
    void comesOutAsInTerraform() throws Exception {
        Session.assumeTerraform();
        test(PASSING.replace("== 4", "== 5"));
        assertThat(session.run("init").exitCode()).isZero();
        session.terraform("", "init");
        Session.Outcome ours = session.run("test", "-json");
        Session.Outcome theirs = session.terraform("", "test", "-json");
        assertThat(ours.exitCode()).isEqualTo(theirs.exitCode());
        assertThat(statuses(ours.out())).isEqualTo(statuses(theirs.out()));
    }

    private static List<String> statuses(String lines) throws Exception {
        List<String> statuses = new ArrayList<>();
        for (String each : lines.lines().toList()) {
            JsonNode json = MAPPER.readTree(each);
            JsonNode run = json.path("test_run");
            if (run.path("progress").asText().equals("complete")) {
                statuses.add(run.path("run").asText() + " " + run.path("status").asText());
            }
            if (json.path("type").asText().equals("test_summary")) {
                statuses.add(json.path("test_summary").toString());
            }
        }
        return statuses;
    }

    @Test
    void refusesWhatIsNotThere() throws Exception {
        test("run \"a\" {}\nrun \"a\" {}\n");
        assertThat(session.run("test").err()).contains("Duplicate \"run\" block names");
        assertThat(session.run("test", "-filter=none").err()).contains("Unknown test file");
        assertThat(session.run("test", "-cloud-run=x").err()).contains("-cloud-run");
        assertThat(session.run("test", "-test-directory=../x").err())
                .contains("Invalid testing directory");
    }

    /// Each of the two waits for the other at a pipe.
    @Test
    void carriesOutParallelRunsSideBySide() throws Exception {
        session.write(
                "main.tf",
                """
                variable "command" { default = "true" }
                resource "terraform_data" "a" {
                  provisioner "local-exec" { command = var.command }
                }
                """);
        session.write(
                "a.tftest.hcl",
                """
                test { parallel = true }
                run "writes" {
                  state_key = "w"
                  variables { command = "mkfifo p 2>&1; timeout 50 sh -c 'echo x > p'" }
                }
                run "reads" {
                  state_key = "r"
                  variables { command = "mkfifo p 2>&1; timeout 50 cat p" }
                }
                run "after" {
                  parallel  = false
                  state_key = "w"
                }
                """);
        Session.Outcome outcome = session.run("test");
        assertThat(outcome.out())
                .containsSubsequence(
                        "\"writes\"... pass", "\"reads\"... pass", "\"after\"... pass");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void writesResultsForBuildServers() throws Exception {
        test(
                """
                variables { n = 3 }
                run "good" {}
                run "wrong" {
                  assert {
                    condition     = output.o == 4
                    error_message = "<${output.o}>"
                  }
                }
                run "broken" {
                  variables { n = 11 }
                }
                run "after" {}
                """);
        session.run("test", "-junit-xml=results.xml");
        String xml = session.read("results.xml");
        assertThat(xml)
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?><testsuites>\n")
                .contains(
                        "<testsuite name=\"tests/a.tftest.hcl\" tests=\"4\" skipped=\"1\""
                                + " failures=\"1\" errors=\"1\">")
                .contains("1 of 1 assertions failed, including: &lt;3&gt;")
                .contains("<error message=\"Encountered an error\"><![CDATA[")
                .contains("Previous testcase \"broken\" ended in error");
        javax.xml.parsers.DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("results.xml").toFile());
    }

    @Test
    void showsPlansAndStates() throws Exception {
        test(
                """
                variables { n = 3 }
                run "plans" { command = plan }
                run "applies" {}
                """);
        assertThat(session.run("test", "-verbose").out())
                .containsSubsequence(
                        "run \"plans\"... pass",
                        "Plan: 1 to add, 0 to change, 0 to destroy.",
                        "run \"applies\"... pass",
                        "# terraform_data.a:",
                        "output = 3");
    }

    private static final String AMAZON =
            """
            variable "prefix" { default = null }
            resource "aws_s3_bucket" "b" {
              bucket        = "hello"
              bucket_prefix = var.prefix
            }
            resource "aws_instance" "i" {
              ami           = data.aws_ami.it.id
              instance_type = "t3.micro"
              root_block_device { volume_size = 3 }
            }
            data "aws_ami" "it" { owners = ["me"] }
            """;

    /// The real provider only tells its schema, and checks.
    @Test
    void mocksAmazon() throws Exception {
        Path mirror = ProviderMirror.with("registry.terraform.io/hashicorp/aws");
        session.with(
                "TF_CLI_CONFIG_FILE",
                session.write(
                                "rc",
                                "provider_installation {\n  filesystem_mirror {\n    path = \""
                                        + mirror
                                        + "\"\n  }\n}\n")
                        .toString());
        session.write("main.tf", AMAZON);
        test(
                """
                mock_provider "aws" {
                  mock_resource "aws_instance" {
                    defaults = { arn = "arn:i", root_block_device = { volume_id = "vol-1" } }
                  }
                  override_data {
                    target = data.aws_ami.it
                    values = { id = "ami-1" }
                  }
                }
                run "applies" {
                  assert {
                    condition     = aws_instance.i.arn == "arn:i" && aws_instance.i.ami == "ami-1"
                    error_message = "no"
                  }
                  assert {
                    condition     = aws_instance.i.root_block_device[0].volume_id == "vol-1"
                    error_message = "no"
                  }
                  assert {
                    condition     = length(aws_s3_bucket.b.arn) == 8
                    error_message = "no"
                  }
                }
                run "checks" {
                  command = plan
                  variables { prefix = "other" }
                }
                """);
        assertThat(session.run("init").exitCode()).isZero();
        Session.Outcome outcome = session.run("test");
        assertThat(outcome.out()).contains("run \"applies\"... pass", "run \"checks\"... fail");
        assertThat(outcome.err()).contains("conflicts with bucket_prefix");
    }
}
