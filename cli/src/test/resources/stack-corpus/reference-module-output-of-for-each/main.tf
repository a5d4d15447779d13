module "m" {
  for_each = toset(["a"])
  source   = "./m"
}
output "o" {
  value = module.m.some
}
