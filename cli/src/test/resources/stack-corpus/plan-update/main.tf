resource "slipwaytest_thing" "a" {
  name = "plan-update"
  note = "m"
  tags = { a = "c", d = "e" }
  rule {
    action = "stop"
  }
  rule {
    action = "go"
  }
}
