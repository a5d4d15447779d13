output "o" {
  value = try(local.a.b, file("none"))
}
locals {
  a = {}
}
