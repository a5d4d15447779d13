output "o" {
  value = coalesce(null, "")
}
