locals {
  value = 1
}
output "o" {
  value = local.valeu
}
