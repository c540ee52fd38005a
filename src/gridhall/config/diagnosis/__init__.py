"""What `gridhall doctor` looks at: one module per subject, each yielding findings."""
