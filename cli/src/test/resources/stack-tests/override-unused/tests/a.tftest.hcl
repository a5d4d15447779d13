override_resource {
  target = terraform_data.nope
}

override_data {
  target = data.terraform_remote_state.nope
}

override_module {
  target = module.nope
}

override_module {
  target = module.m.module.nope
}

override_resource {
  target = module.nope.terraform_data.t
}

run "one" {
  command = plan
  override_resource {
    target = terraform_data.never
  }
}

run "two" {
  command = plan
}
