resource "slipwaytest_item" "a" {
  provider = "slipwaytest"
}
