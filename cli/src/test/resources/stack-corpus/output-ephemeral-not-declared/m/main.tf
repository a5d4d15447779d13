variable "a" {
  ephemeral = true
  default   = 1
}
output "o" {
  value = var.a
}
