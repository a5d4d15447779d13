locals {
  m = null
}
output "o" {
  value = local.m[0]
}
