"""What a flat costs."""
