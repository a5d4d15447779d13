output "o" {
  value = <<EOT
abc
}
