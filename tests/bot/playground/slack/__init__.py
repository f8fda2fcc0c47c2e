"""Tests of the loopback Slack, through the clients that bots use."""
