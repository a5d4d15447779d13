variable "a" {
  type    = set(string)
  default = ["x", "x"]
}
output "o" {
  value = var.a
}
