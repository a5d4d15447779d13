output "o" {
  value = { a = sensitive(1), b = 2 }
}
