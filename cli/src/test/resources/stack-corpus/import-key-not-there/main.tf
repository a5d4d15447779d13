resource "terraform_data" "b" {
  for_each = toset(["x"])
}
import {
  to = terraform_data.b["y"]
  id = "x"
}
