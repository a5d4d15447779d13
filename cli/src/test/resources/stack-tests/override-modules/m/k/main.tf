resource "terraform_data" "deep" {
  input = "d"
}

output "id" {
  value = terraform_data.deep.id
}
