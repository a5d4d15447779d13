output "o" {
  value = "abc
}
