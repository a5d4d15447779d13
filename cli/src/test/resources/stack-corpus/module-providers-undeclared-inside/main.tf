provider "slipwaytest" {
  alias = "x"
}
module "m" {
  source = "./m"
  providers = {
    slipwaytest.y = slipwaytest.x
  }
}
