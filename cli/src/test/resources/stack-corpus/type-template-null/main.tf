output "o" {
  value = "x ${null}"
}
