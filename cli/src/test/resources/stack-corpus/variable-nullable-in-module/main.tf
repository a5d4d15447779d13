module "m" {
  source = "./m"
  a      = null
}
output "o" {
  value = module.m.o
}
