output "o" {
  value = { a = 1 }
}
output "p" {
  value = 1
}
