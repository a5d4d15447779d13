resource "slipwaytest_item" "a" {
}
import {
  to = slipwaytest_item.a
  id = "none"
}
