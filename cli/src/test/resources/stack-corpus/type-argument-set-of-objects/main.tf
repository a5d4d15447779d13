resource "slipwaytest_thing" "a" {
  name  = "x"
  peers = [{ nam = "a" }]
}
