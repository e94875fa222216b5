// Survival in a plan: being written by the lead right now; leave to them. explain() is still yours.
