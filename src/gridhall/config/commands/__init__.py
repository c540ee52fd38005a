"""The commands of `gridhall`, one file each."""
