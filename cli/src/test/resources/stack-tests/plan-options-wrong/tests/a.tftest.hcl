run "one" {
  command = plan
  plan_options {
    mode    = destroy
    refresh = "x"
    target  = "terraform_data.a"
    other   = 3
  }
}

run "two" {
  plan_options {
    mode    = refresh-only
    refresh = false
  }
}

run "three" {
  plan_options {
    mode    = refresh-only
    replace = [terraform_data.a]
  }
}
