resource "terraform_data" "a" {
  lifecycle {
    ignore = all
  }
}
