output "o" {
  value = file("none.txt")
}
