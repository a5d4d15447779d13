module "m" {
  source = "./m"
  extra {
  }
}
