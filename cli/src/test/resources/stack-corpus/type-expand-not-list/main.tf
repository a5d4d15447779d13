output "o" {
  value = max(1...)
}
