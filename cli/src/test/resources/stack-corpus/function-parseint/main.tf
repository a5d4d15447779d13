output "o" {
  value = parseint("z", 10)
}
