variable "n" {
  type    = number
  default = 3
  validation {
    condition     = var.n < 10
    error_message = "too big"
  }
}

resource "terraform_data" "a" {
  input = var.n
}

resource "terraform_data" "b" {
  input            = terraform_data.a.id
  triggers_replace = terraform_data.a.output
}

output "a" {
  value = terraform_data.a
}

output "id" {
  value = terraform_data.a.id
}

output "n" {
  value = var.n
}
