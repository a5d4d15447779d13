variable "a" {
  type = string
}
output "o" {
  value = var.a
}
