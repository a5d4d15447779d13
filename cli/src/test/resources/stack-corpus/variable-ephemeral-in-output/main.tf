variable "a" {
  default   = "s"
  ephemeral = true
}
output "o" {
  value = var.a
}
