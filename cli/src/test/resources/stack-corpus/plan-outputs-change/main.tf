output "o" {
  value = { a = 2 }
}
output "q" {
  value     = sensitive(1)
  sensitive = true
}
