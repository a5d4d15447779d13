module "m" {
  count  = 2
  source = "./m"
}
output "o" {
  value = module.m[*].o
}
