mock_provider "terraform" {
  override_resource {
    target = terraform_data.t
    values = {
      id = "mock-t"
    }
  }
  override_resource {
    target = terraform_data.e
    values = {
      id = "mock-e"
    }
  }
  override_resource {
    target = module.n.terraform_data.in
    values = {
      id = "mock-n"
    }
  }
  mock_resource "terraform_data" {
    defaults = {
      id = "mocked"
    }
  }
}

override_resource {
  target = terraform_data.t
  values = {
    id = "file-t"
  }
}

override_resource {
  target = terraform_data.t[0]
  values = {
    id = "file-t0"
  }
}

override_resource {
  target = module.m.terraform_data.in
  values = {
    id = "for-no-instance"
  }
}

override_resource {
  target = module.m[1].module.k.terraform_data.deep
  values = {
    id = "m1-deep"
  }
}

run "file" {}

run "own" {
  state_key = "other"
  override_resource {
    target = terraform_data.t
    values = {
      id = "run-t"
    }
  }
  override_resource {
    target = terraform_data.e["a"]
    values = {
      id = "run-ea"
    }
  }
}
