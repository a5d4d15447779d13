nonsense = 3

foo "x" {}

run "a" {
  nonsense = 3
  foo {}
  command = destroy
}

run {}

run "b" "c" {}

variables {
  inner {}
}
