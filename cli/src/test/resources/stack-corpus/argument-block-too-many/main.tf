resource "slipwaytest_thing" "a" {
  name = "x"
  rule { action = "1" }
  rule { action = "2" }
  rule { action = "3" }
  rule { action = "4" }
  rule { action = "5" }
  rule { action = "6" }
}
