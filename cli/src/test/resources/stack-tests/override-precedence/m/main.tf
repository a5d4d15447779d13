variable "x" {}

resource "terraform_data" "in" {
  input = var.x
}

module "k" {
  source = "./k"
}

output "y" {
  value = terraform_data.in.id
}

output "k" {
  value = module.k
}
