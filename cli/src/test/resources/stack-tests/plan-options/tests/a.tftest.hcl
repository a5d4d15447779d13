run "one" {
  plan_options {
    target = [terraform_data.a]
  }
}

run "two" {
  command = plan
  plan_options {
    mode    = refresh-only
    refresh = true
  }
}

run "three" {
  plan_options {
    replace = [terraform_data.a]
    refresh = false
  }
  assert {
    condition     = output.id != run.one.id
    error_message = "no"
  }
}
