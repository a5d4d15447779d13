resource "slipwaytest_thing" "a" {
  name     = "x"
  settings = { mode = "m", level = "x" }
}
