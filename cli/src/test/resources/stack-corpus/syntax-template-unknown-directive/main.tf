output "o" {
  value = "%{ unless true }a%{ endif }"
}
