resource "slipwaytest_thing" "a" {
  name     = "x"
  password = "p"
  lifecycle {
    ignore_changes = [password]
  }
}
