output "o" {
  value = abc
}
