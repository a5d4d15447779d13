output "o" {
  value = 1abc
}
