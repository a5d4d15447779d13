output "o" {
  value = "abc ${1 + }"
}
