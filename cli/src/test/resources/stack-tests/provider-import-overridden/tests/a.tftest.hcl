mock_provider "slipwaytest" {
  override_resource {
    target = slipwaytest_thing.t
    values = {
      id          = "t-id"
      size        = 8
      fingerprint = "print"
    }
  }
}

run "planned" {
  command = plan
}

run "applied" {
  assert {
    condition     = slipwaytest_thing.t.size == 8
    error_message = "no"
  }
}
