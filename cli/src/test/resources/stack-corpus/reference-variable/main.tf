output "o" {
  value = var.none
}
