mock_provider "slipwaytest" {
  mock_resource "slipwaytest_thing" {
    defaults = {
      id          = "t-id"
      size        = "77"
      fingerprint = "print"
    }
  }
  mock_data "slipwaytest_thing" {
    defaults = {
      id   = "d-id"
      note = "noted"
    }
  }
}

run "planned" {
  command = plan
}

run "applied" {
  assert {
    condition     = slipwaytest_thing.t.size == 77 && output.found.size == 0
    error_message = "no"
  }
}

run "again" {
  command = plan
}
