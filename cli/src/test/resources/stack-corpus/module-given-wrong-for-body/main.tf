module "m" {
  source = "./m"
  create = false
  length = "a"
}
