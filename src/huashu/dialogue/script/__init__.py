"""From a playbook to what can be said: lines by what they do, what they ask, moves in their order, manner."""
