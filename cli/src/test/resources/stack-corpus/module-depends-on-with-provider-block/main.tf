resource "terraform_data" "x" {
}
module "m" {
  depends_on = [terraform_data.x]
  source     = "./m"
}
