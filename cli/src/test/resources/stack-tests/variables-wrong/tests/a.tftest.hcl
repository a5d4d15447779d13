run "later" {
  command = plan
  variables {
    n = run.next.n
  }
}

run "next" {
  command = plan
}
