output "o" {
  value = 1
}
/* abc
