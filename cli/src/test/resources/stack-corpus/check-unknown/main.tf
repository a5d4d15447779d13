resource "terraform_data" "a" {
}
check "c" {
  assert {
    condition     = length(terraform_data.a.id) > 3
    error_message = "Too short."
  }
}
