resource "terraform_data" "x" {
}
resource "slipwaytest_thing" "a" {
  name = "x"
  dynamic "rule" {
    for_each = toset([terraform_data.x.id])
    content {
      action = rule.value
    }
  }
}
