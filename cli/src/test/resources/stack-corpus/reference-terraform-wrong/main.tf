output "o" {
  value = terraform.worksapce
}
