locals {
  a = 1
}
output "o" {
  value = locals.a
}
