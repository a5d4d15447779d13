output "o" {
  value = module.none.o
}
