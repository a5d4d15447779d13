terraform {
  required_version = ">= 1.0"
  required_providers {
    probe = {
      source  = "hashicorp/probe"
      version = "~> 1.0"
    }
  }
}
provider "probe" {
  region = "eu"
  token  = var.tok
}
provider "probe" {
  alias  = "west"
  region = var.list[0].name
}
variable "tok" {
  sensitive   = true
  default     = "t"
  description = "A token."
}
variable "list" {
  type    = list(object({ name = string, n = optional(number, 3) }))
  default = [{ name = "x" }]
}
variable "req" { type = string }
variable "nn" { 
  nullable = false 
  default = 5
}
locals { l = "x" }
resource "probe_thing" "a" {
  provider = probe.west
  count    = 2
  name     = "n-${var.req}-${local.l}"
  size     = 1 + 1
  flag     = true
  tags     = { a = var.list[0].name, b = "const" }
  items    = ["a", var.req]
  n_single = { key = "k", val = var.req }
  n_list   = [{ key = "l1" }, { key = local.l }]
  b_single { key = "k" }
  b_list { 
    key = var.req
    sub { key = "s" }
  }
  b_list { key = "two" }
  b_map "one" { key = "bm1" }
  dynamic "b_set" {
    for_each = var.list
    content { key = b_set.value.name }
  }
  depends_on = [terraform_data.d]
  lifecycle {
    ignore_changes = [size]
    precondition {
      condition     = var.req != ""
      error_message = "empty"
    }
  }
  provisioner "local-exec" {
    command = "echo ${self.id}"
    when = create
  }
  connection { host = "x" }
}
resource "terraform_data" "d" {
  for_each = toset(["a", var.req])
  input    = [for x in var.list : x.name]
  triggers_replace = {a = each.key, b = data.probe_data.q.id, d = path.module, e = terraform.workspace}
}
data "probe_data" "q" { q = "static" }
module "child" {
  source     = "./child"
  inp        = probe_thing.a[0].id
  depends_on = [data.probe_data.q]
}
module "many" {
  source   = "./child"
  for_each = var.list[*].name == [] ? toset([]) : toset(["m"])
  inp      = upper("x")
  providers = { probe = probe.west }
}
output "o" {
  value       = module.child.out
  description = "An output."
  depends_on  = [terraform_data.d]
}
output "s" {
  value     = var.tok
  sensitive = true
}
output "n" { value = null }
output "many" { value = module.many["m"].out }
output "idx" { value = probe_thing.a[*].n_list[0].key }
check "c" {
  data "probe_data" "inner" { q = "c" }
  assert {
    condition     = data.probe_data.inner.id != ""
    error_message = "no"
  }
}
