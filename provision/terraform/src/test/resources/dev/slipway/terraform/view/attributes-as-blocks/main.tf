provider "aws" {
  region = "eu-west-1"
  access_key = "a"
  secret_key = "b"
  skip_credentials_validation = true
  skip_requesting_account_id = true
  skip_metadata_api_check = true
}
variable "r" { default = null }
variable "rules" { default = [{ from_port = 80, to_port = 80, protocol = "tcp" }] }
resource "aws_security_group" "blocks" {
  name = "sg"
  ingress {
    from_port = 443
    to_port = 443
    protocol = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
  egress {
    from_port = 0
    to_port = 0
    protocol = "-1"
  }
}
resource "aws_security_group" "attr" {
  name = "sg2"
  ingress = []
}
resource "aws_security_group" "dyn" {
  name = "sg3"
  dynamic "ingress" {
    for_each = var.rules
    content {
      from_port = ingress.value.from_port
      to_port = ingress.value.to_port
      protocol = ingress.value.protocol
    }
  }
}
resource "aws_ssm_parameter" "p" {
  name = "/x"
  type = "SecureString"
  value = "hush"
}

resource "aws_security_group" "many" {
  name        = "many"
  description = "d"
  dynamic "ingress" {
    for_each = [aws_security_group.attr.id]
    content {
      from_port       = 1
      to_port         = 1
      protocol        = "tcp"
      security_groups = [ingress.value]
    }
  }
}
