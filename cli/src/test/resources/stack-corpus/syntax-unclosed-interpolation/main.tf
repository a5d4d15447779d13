output "o" {
  value = "abc ${1 + 2"
}
