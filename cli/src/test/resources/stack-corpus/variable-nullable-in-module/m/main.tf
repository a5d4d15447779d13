variable "a" {
  nullable = false
  default  = "d"
}
output "o" {
  value = var.a
}
