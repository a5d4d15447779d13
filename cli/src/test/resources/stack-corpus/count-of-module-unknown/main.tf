resource "terraform_data" "a" {
}
module "m" {
  count  = length(terraform_data.a.id)
  source = "./m"
}
