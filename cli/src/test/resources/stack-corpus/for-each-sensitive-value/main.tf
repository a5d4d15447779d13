resource "terraform_data" "a" {
  for_each = { x = sensitive("y") }
  input    = each.value
}
