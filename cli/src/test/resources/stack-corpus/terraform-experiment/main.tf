terraform {
  experiments = [none]
}
