output "o" {
  value = 1
  type  = string
}
