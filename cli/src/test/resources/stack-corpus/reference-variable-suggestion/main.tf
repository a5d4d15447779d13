variable "region" {
  default = "x"
}
output "o" {
  value = var.regoin
}
