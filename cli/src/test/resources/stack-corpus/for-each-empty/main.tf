resource "terraform_data" "a" {
  for_each = {}
}
output "o" {
  value = terraform_data.a
}
