output "o" {
  value = "abc"[0]
}
