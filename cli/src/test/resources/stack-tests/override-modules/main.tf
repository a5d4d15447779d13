variable "v" {
  default = 3
}

resource "terraform_data" "t" {
  count = 2
  input = var.v
}

resource "terraform_data" "e" {
  for_each = toset(["a", "b"])
  input    = var.v
}

module "m" {
  count  = 2
  source = "./m"
  x      = terraform_data.t[0].id
}

module "n" {
  source = "./m"
  x      = "1"
}

output "all" {
  value = {
    m = module.m
    n = module.n
    t = terraform_data.t[*].id
    e = { for key, each in terraform_data.e : key => each.id }
  }
}
