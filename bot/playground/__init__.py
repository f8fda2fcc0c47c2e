"""The playground: Rapport without a Slack account, on this machine alone."""
