module "m" {
  source = "./m"
  siez   = 1
}
