provider "slipwaytest" {
  alias = upper("x")
}
