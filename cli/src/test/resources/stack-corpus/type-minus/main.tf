output "o" {
  value = -"x"
}
