variable "a" {
  default   = "s"
  sensitive = true
}
output "o" {
  value = var.a
}
