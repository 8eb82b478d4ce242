"""What ``huashu browser`` puts together: documents as the page shows them, who plays in them, how results read."""
