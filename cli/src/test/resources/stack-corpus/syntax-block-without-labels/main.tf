resource {
  input = 1
}
