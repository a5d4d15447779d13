variable "a" {
  default = "x"
}
terraform {
  backend "local" {
    path = var.a
  }
}
