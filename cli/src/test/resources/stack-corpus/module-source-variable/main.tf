variable "a" {
  default = "./m"
}
module "m" {
  source = var.a
}
