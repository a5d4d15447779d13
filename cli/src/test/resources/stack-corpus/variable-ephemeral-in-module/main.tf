variable "a" {
  default   = "s"
  ephemeral = true
}
module "m" {
  source = "./m"
  a      = var.a
}
