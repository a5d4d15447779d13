provider "slipwaytest" {
  alias = "x"
}
provider "slipwaytest" {
  alias = "x"
}
