output "some" {
  value = 1
}
