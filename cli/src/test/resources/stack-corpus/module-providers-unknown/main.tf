module "m" {
  source = "./m"
  providers = {
    slipwaytest = slipwaytest.none
  }
}
