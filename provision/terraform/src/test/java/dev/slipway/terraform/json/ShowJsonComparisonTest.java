package dev.slipway.terraform.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.state.address.AddressException;
import dev.slipway.state.address.Addresses;
import dev.slipway.state.address.Target;
import dev.slipway.terraform.engine.PlanOptions;
import dev.slipway.terraform.plan.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One folder is planned by Terraform and here; `show -json` of both is the same.
final class ShowJsonComparisonTest {
    private static final String CHILD =
            """
            terraform {
              required_version = "~> 1.0"
            }
            variable "x" {
              type    = any
              default = null
            }
            variable "passing" {
              type      = string
              default   = "p"
              ephemeral = true
            }
            output "passing" {
              value     = var.passing
              ephemeral = true
            }
            variable "list" {
              type        = list(object({ a = string, b = optional(number, 3) }))
              default     = []
              description = "A list."
              nullable    = false
            }
            resource "terraform_data" "in" {
              for_each         = toset(["k 1", "k2"])
              input            = [var.x, each.key]
              triggers_replace = var.list[*].a
            }
            output "o" {
              value       = { for k, v in terraform_data.in : k => v.output }
              description = "What came out."
            }
            output "secret" {
              value     = var.x
              sensitive = true
              depends_on = [terraform_data.in]
            }
            """;

    private static final String BEFORE =
            """
            variable "s" {
              type      = string
              sensitive = true
              default   = "hush"
            }
            variable "n" {
              type    = number
              default = 2
              validation {
                condition     = var.n > 0
                error_message = "Too small."
              }
            }
            variable "e" {
              ephemeral = true
              default   = "e"
            }
            resource "terraform_data" "a" { input = "one" }
            resource "terraform_data" "c" {
              count = 3
              input = "n${count.index}"
            }
            resource "terraform_data" "t" {
              triggers_replace = [terraform_data.a.input, var.s]
              input            = { a = var.s, b = [1, null, { c = true }] }
            }
            resource "terraform_data" "trigger" {
              lifecycle { replace_triggered_by = [terraform_data.a] }
            }
            resource "terraform_data" "gone" { input = terraform_data.a.output }
            module "m" {
              source = "./mod"
              count  = 2
              x      = terraform_data.a.output
              list   = [{ a = "i" }]
            }
            output "plain" { value = terraform_data.a.output }
            output "secret" {
              value     = var.s
              sensitive = true
            }
            """;

    private static final String CHANGES =
            """
            locals {
              joined = join("-", [terraform_data.a.id, module.m[0].o["k2"][1]])
              other  = { for k, v in terraform_data.c : k => upper(v.output) if k > 0 }
            }
            data "terraform_remote_state" "r" {
              backend = "local"
              config  = { path = "${path.module}/other.tfstate" }
              defaults = { id = "d" }
            }
            resource "terraform_data" "new" {
              input = {
                joined = local.joined
                data   = data.terraform_remote_state.r.outputs.id
                other  = values(local.other)
                tmpl   = "x ${terraform_data.t.output.b[2].c ? var.n : terraform_data.a.id} y"
                splat  = terraform_data.c[*].id
                whole  = terraform_data.c
                mod    = module.m[*].o
                legacy = terraform_data.c.*.output
                idx    = terraform_data.c[var.n - 1].output
                key    = terraform_data.t.output["b"][0]
              }
              depends_on = [module.m, terraform_data.gone2]
              lifecycle {
                create_before_destroy = true
                precondition {
                  condition     = var.n < 5
                  error_message = "n is ${var.n}."
                }
                postcondition {
                  condition     = self.id != ""
                  error_message = "No id."
                }
              }
              provisioner "local-exec" {
                command     = "echo ${self.id} ${var.n}"
                interpreter = ["sh", "-c"]
                when        = create
                on_failure  = continue
              }
            }
            resource "terraform_data" "gone2" {}
            check "health" {
              assert {
                condition     = terraform_data.a.output == "never"
                error_message = "It is ${terraform_data.a.input}."
              }
            }
            check "known" {
              assert {
                condition     = var.n == 2
                error_message = "Not two."
              }
            }
            output "unknown" { value = [local.joined, var.n] }
            output "checked" {
              value = var.n
              precondition {
                condition     = var.n > 1
                error_message = "Small."
              }
            }
            """;

    @TempDir Path folder;
    private BothSides sides;

    @BeforeEach
    void open() throws Exception {
        sides = new BothSides(folder).write("mod/main.tf", CHILD);
    }

    private void assertSame(JsonNode expected, JsonNode actual) {
        assertThat(JsonDifferences.of(comparable(expected), comparable(actual))).isEmpty();
    }

    /// Without what has no order, or is of the moment; planned values of replaced objects keep what
    /// their schema says is sensitive, which Terraform forgets.
    private static JsonNode comparable(JsonNode plan) {
        ((ObjectNode) plan).remove("timestamp");
        PlanJsonTest.restoreSensitive(plan);
        for (String name : List.of("relevant_attributes", "checks", "resource_drift")) {
            if (plan.path(name) instanceof ArrayNode array) {
                List<JsonNode> sorted = new ArrayList<>();
                array.forEach(sorted::add);
                sorted.sort(Comparator.comparing(JsonNode::toString));
                array.removeAll().addAll(sorted);
            }
        }
        return plan;
    }

    @Test
    void ofTheLanguage() throws Exception {
        sides.write("versions.tf", "terraform {\n  required_version = \">= 1.0.0, < 2.0\"\n}\n")
                .write("main.tf", BEFORE)
                .write(
                        "other.tfstate",
                        """
                        {"version":4,"terraform_version":"1.11.4","serial":1,"lineage":"o",
                         "outputs":{"id":{"value":"other","type":"string"}},"resources":[],
                         "check_results":null}
                        """);
        sides.terraform("init", "-input=false");
        assertSame(sides.terraformPlan(), sides.plan());
        sides.terraform("apply", "-auto-approve", "-input=false");
        sides.write(
                "main.tf",
                BEFORE.replace("\"one\"", "\"two\"")
                                .replace("count = 3", "count = 2")
                                .replaceAll("resource .terraform_data. .gone. .*\n", "")
                                .replace("\"i\"", "\"j\"")
                        + CHANGES);
        assertSame(sides.terraformPlan(), sides.plan());
        sides.terraform("apply", "-auto-approve", "-input=false");
        assertSame(sides.terraformPlan(), sides.plan());
    }

    @Test
    void ofEveryKindOfPlan() throws Exception {
        sides.write("versions.tf", "")
                .write(
                        "main.tf",
                        """
                        resource "terraform_data" "a" { input = "a" }
                        resource "terraform_data" "b" { input = terraform_data.a.output }
                        resource "terraform_data" "left" { input = "l" }
                        module "m" {
                          source = "./mod"
                          x      = terraform_data.b.id
                        }
                        output "o" { value = terraform_data.b.id }
                        """);
        sides.terraform("init", "-input=false");
        sides.terraform("apply", "-auto-approve", "-input=false");
        assertSame(
                sides.terraformPlan("-refresh-only"),
                sides.plan(each -> each.in(Plan.Mode.REFRESH_ONLY)));
        assertSame(sides.terraformPlan("-destroy"), sides.plan(each -> each.in(Plan.Mode.DESTROY)));
        sides.write(
                "main.tf",
                """
                resource "terraform_data" "a" {
                  input = "a"
                  lifecycle { prevent_destroy = false }
                }
                resource "terraform_data" "b" { input = terraform_data.a.output }
                resource "terraform_data" "taken" { input = "t" }
                import {
                  to = terraform_data.taken
                  id = "some-id"
                }
                removed {
                  from = terraform_data.left
                  lifecycle { destroy = false }
                }
                removed {
                  from = module.m
                  lifecycle { destroy = true }
                }
                output "o" { value = [terraform_data.b.id, terraform_data.taken.id] }
                """);
        assertSame(sides.terraformPlan(), sides.plan());
        assertSame(
                sides.terraformPlan("-replace=terraform_data.a"),
                sides.plan(each -> with(each, List.of(), List.of(target("terraform_data.a")))));
        assertSame(
                sides.terraformPlan("-target=terraform_data.a"),
                sides.plan(each -> with(each, List.of(target("terraform_data.a")), List.of())));
    }

    private static PlanOptions with(
            PlanOptions options, List<Target> targets, List<Target> replaced) {
        return new PlanOptions(
                options.mode(),
                options.refresh(),
                targets,
                options.excludes(),
                replaced,
                options.variables(),
                options.workspace(),
                options.timestamp(),
                options.parallelism());
    }

    private static Target target(String address) {
        try {
            return new Target.Instance(Addresses.instance(address));
        } catch (AddressException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void ofAProvidersResources() throws Exception {
        sides.write(
                        "versions.tf",
                        """
                        terraform {
                          required_providers {
                            slipwaytest = {
                              source                = "slipway/slipwaytest"
                              version               = ">= 1.0, < 3.0.0, != 2.0"
                              configuration_aliases = []
                            }
                          }
                        }
                        provider "slipwaytest" { prefix = "a-" }
                        provider "slipwaytest" {
                          alias  = "other"
                          prefix = "b-${var.tag}"
                          token  = var.tag
                        }
                        """)
                .write(
                        "things/main.tf",
                        """
                        terraform {
                          required_providers {
                            mine = {
                              source                = "slipway/slipwaytest"
                              version               = "~> 1.0"
                              configuration_aliases = [mine.second]
                            }
                          }
                        }
                        variable "note" {}
                        resource "slipwaytest_item" "first" {
                          provider = mine
                          value    = var.note
                        }
                        resource "slipwaytest_item" "second" {
                          provider = mine.second
                          value    = slipwaytest_item.first.id
                        }
                        """)
                .write("main.tf", THINGS);
        sides.terraform("get");
        assertSame(sides.terraformPlan(), sides.plan());
        sides.terraform("apply", "-auto-approve", "-input=false");
        sides.changeObject("slipwaytest_thing", "\"size\":7", "\"size\":8");
        sides.write(
                "main.tf",
                THINGS.replace("zone  = \"z\"", "zone  = \"y\"")
                        .replace("\"allow\"", "\"deny\"")
                        .replace("host = \"b\"", "host = \"c\"")
                        .replace("u1", "u3")
                        .replace("hush", "hush hush"));
        assertSame(sides.terraformPlan(), sides.plan());
    }

    private static final String THINGS =
            """
            variable "tag" { default = "t" }
            variable "secret" {
              default   = "hush"
              sensitive = true
            }
            resource "slipwaytest_thing" "all" {
              name   = "one"
              zone  = "z"
              note   = var.secret
              secret = "s"
              size   = 7
              tags   = { a = "b", (var.tag) = "d" }
              labels = ["l", var.tag]
              settings  = { mode = "fast", level = length(var.tag) }
              endpoints = [{ host = "a" }, { host = "b", port = 8080 }]
              peers     = [{ name = "p" }, { name = var.tag }]
              routes    = { r = { target = var.secret } }
              placement { region = "here" }
              rule {
                action = "allow"
                match { key = "k" }
                match {
                  key   = "l"
                  value = var.tag
                }
              }
              rule { action = "deny" }
              dynamic "member" {
                for_each = ["u1", "u2"]
                content {
                  user = member.value
                  role = var.tag
                }
              }
              option "o" { value = "x" }
              limits { soft = 1 }
              lifecycle { ignore_changes = [tags] }
            }
            resource "slipwaytest_thing" "uses" {
              provider = slipwaytest.other
              for_each = { a = "x" }
              name     = "two-${each.key}"
              note     = slipwaytest_thing.all.fingerprint
              endpoints = [for e in slipwaytest_thing.all.endpoints : { host = e.host, port = 1 }]
              member { user = slipwaytest_thing.all.id }
            }
            data "slipwaytest_thing" "found" {
              name       = "one"
              depends_on = [slipwaytest_thing.all]
            }
            module "things" {
              source = "./things"
              note   = slipwaytest_thing.all.zone
              providers = {
                mine        = slipwaytest
                mine.second = slipwaytest.other
              }
            }
            output "found" { value = data.slipwaytest_thing.found.size }
            output "all" {
              value     = slipwaytest_thing.all
              sensitive = true
            }
            """;
}
