resource "terraform_data" "a" {
  whatever = 1
}
