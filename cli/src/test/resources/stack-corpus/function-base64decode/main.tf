output "o" {
  value = base64decode("!")
}
