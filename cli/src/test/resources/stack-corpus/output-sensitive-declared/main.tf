output "o" {
  value     = sensitive("x")
  sensitive = true
}
