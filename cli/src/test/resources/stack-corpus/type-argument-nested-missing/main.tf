resource "slipwaytest_thing" "a" {
  name     = "x"
  settings = { level = 1 }
}
