output "o" {
  value = terraform.env
}
