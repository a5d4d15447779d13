resource "slipwaytest_thing" "a" {
  name     = "x"
  settings = { mode = "m", levle = 1 }
}
