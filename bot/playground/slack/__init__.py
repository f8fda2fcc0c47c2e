"""A strict Slack-compatible server on loopback; also the loopback Slack of the tests."""
