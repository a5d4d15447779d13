variable "a" {
  default   = "s"
  ephemeral = true
}
locals {
  b = "x${var.a}"
}
output "o" {
  value = ephemeralasnull(local.b)
}
