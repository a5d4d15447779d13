module "m" {
  source = "./m"
  a      = { x = 1 }
}
