output "o" {
  value = path.here
}
