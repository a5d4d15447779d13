resource "terraform_data" "b" {
  for_each = toset(["x", "y"])
}
import {
  for_each = toset(["x", "y"])
  to       = terraform_data.b[each.key]
  id       = each.value
}
