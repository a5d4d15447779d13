resource "slipwaytest_thing" "a" {
  name = "plan-update"
  note = "n"
  tags = { a = "b" }
  rule {
    action = "go"
  }
}
